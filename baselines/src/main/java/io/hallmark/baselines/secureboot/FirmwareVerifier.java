package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.secureboot.SignatureDatabase.ImageHash;
import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What firmware's LoadImage does (EDK2, {@code SecurityPkg/Library/DxeImageVerificationLib/DxeImageVerificationLib.c},
 * DxeImageVerificationHandler). An unsigned image needs its SHA-256 digest in db. Of a signed image, one valid signature
 * or a digest must be in db, and neither any valid signature nor a digest in dbx: one revoked signature refuses the image
 * even if another one is allowed (IsForbiddenByDbx ends the loop).
 */
final class FirmwareVerifier {
    private final SignatureDatabase db;
    private final SignatureDatabase dbx;

    FirmwareVerifier(FirmwareKeys keys) {
        this.db = keys.db();
        this.dbx = keys.dbx();
    }

    Verdict verify(Subject image) {
        Digests digests = image.authenticode();
        if (dbx.hashOf(digests).isPresent()) {
            return image.refused(Verifier.FIRMWARE, "it is revoked by its hash (dbx)");
        }
        Optional<Authority> byHash = hash(image, digests);
        if (!image.signed()) {
            return byHash.map(by -> image.accepted(Verifier.FIRMWARE, List.of(by)))
                    .orElseGet(() -> image.refused(
                            Verifier.FIRMWARE, "it is unsigned, and its hash is not in db; have it signed"));
        }
        if (image.signatures().isEmpty()) {
            return image.byNames(Verifier.FIRMWARE, List.of(db), 1);
        }
        return signed(image, image.signatures().get(), byHash);
    }

    private Optional<Authority> hash(Subject image, Digests digests) {
        Digests compared = image.signed() ? digests : digests.only(List.of(Bank.SHA256));
        Optional<ImageHash> entry = db.hashOf(compared);
        return entry.map(found -> Authority.of(db, found));
    }

    private Verdict signed(Subject image, ImageSignatures table, Optional<Authority> byHash) {
        if (table.damaged()) {
            return image.refused(Verifier.FIRMWARE, "its certificate table is damaged; sign it anew");
        }
        Optional<Authority> by = Optional.empty();
        for (PeSignature signature : table.signatures()) {
            if (signature.digest().bank() == Bank.SHA1 || !signature.isOf(image.authenticode())) {
                continue;
            }
            Optional<String> revoked = revokedBy(signature, dbx, db);
            if (revoked.isPresent()) {
                return image.refused(Verifier.FIRMWARE, "it is revoked by certificate " + revoked.get() + " (dbx)");
            }
            by = by.or(() -> Subject.vouching(signature, db));
        }
        return by.or(() -> byHash)
                .map(authority -> image.accepted(Verifier.FIRMWARE, List.of(authority)))
                .orElseGet(() -> image.refused(Verifier.FIRMWARE, unvouched(image, table, "db")));
    }

    /**
     * The revoked certificate of a signature's chain: one in the deny list itself, or by the hash of its to-be-signed
     * part. A revocation from a time on is taken as one for good: it would need a counter-signature by a time stamp
     * authority in dbt, and boot files have none.
     */
    static Optional<String> revokedBy(PeSignature signature, SignatureDatabase denied, SignatureDatabase allowed) {
        Optional<String> listed = Subject.vouching(signature, denied).map(Authority::subject);
        if (listed.isPresent()) {
            return listed;
        }
        for (SignatureDatabase.Certificate entry : allowed.certificates()) {
            Optional<String> revoked = entry.x509().stream()
                    .flatMap(anchor -> signature.chainTo(anchor).stream())
                    .filter(denied::listsHashOf)
                    .map(FirmwareVerifier::subject)
                    .findFirst();
            if (revoked.isPresent()) {
                return revoked;
            }
        }
        return signature.signer().filter(denied::listsHashOf).map(FirmwareVerifier::subject);
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** Why no signature of a signed image counts. */
    static String unvouched(Subject image, ImageSignatures table, String lists) {
        List<String> signers = table.signatures().stream()
                .filter(signature -> signature.isOf(image.authenticode()))
                .flatMap(signature -> signature.signer().stream())
                .map(FirmwareVerifier::subject)
                .toList();
        return signers.isEmpty()
                ? "none of its signatures is valid: the file was changed after it was signed, or signed in a form that"
                        + " firmware does not know; sign it anew"
                : "its signer " + String.join(" and ", signers) + " is not vouched for by " + lists;
    }
}
