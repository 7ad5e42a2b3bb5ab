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
 * DxeImageVerificationHandler). An unsigned image needs a digest in db and none in dbx: its SHA-256 digest, and of any
 * algorithm since edk2-stable202311. Of a signed image, one valid signature or a digest must be in db, and neither any valid
 * signature nor a digest in dbx: one revoked signature refuses the image even if another one is allowed (IsForbiddenByDbx
 * ends the loop). Such a digest is looked up only in the algorithm of a signature that can be read (HashPeImageByType).
 */
final class FirmwareVerifier {
    private static final String BY_HASH = "it is revoked by its hash (dbx)";

    private final SignatureDatabase db;
    private final SignatureDatabase dbx;

    FirmwareVerifier(FirmwareKeys keys) {
        this.db = keys.db();
        this.dbx = keys.dbx();
    }

    Verdict verify(Subject image) {
        if (!image.signed()) {
            return unsigned(image);
        }
        return image.signatures().isEmpty()
                ? byNames(image)
                : signed(image, image.signatures().get());
    }

    private Verdict unsigned(Subject image) {
        if (dbx.hashOf(image.authenticode()).isPresent()) {
            return image.refused(Verifier.FIRMWARE, BY_HASH);
        }
        Optional<ImageHash> entry = db.hashOf(image.authenticode().only(List.of(Bank.SHA256)));
        if (entry.isEmpty() && db.hashOf(image.authenticode()).isPresent()) {
            return image.notChecked(
                    Verifier.FIRMWARE,
                    "it is unsigned, and db has another digest of it than SHA-256, which older firmware does not look"
                            + " for; have it signed",
                    Optional.empty());
        }
        return entry.map(by -> image.accepted(Verifier.FIRMWARE, List.of(Authority.of(db, by))))
                .orElseGet(() ->
                        image.refused(Verifier.FIRMWARE, "it is unsigned, and its hash is not in db; have it signed"));
    }

    /** Which algorithm its signatures have does not stand in the facts: it is SHA-256 as far as people sign. */
    private Verdict byNames(Subject image) {
        if (dbx.hashOf(image.authenticode().only(List.of(Bank.SHA256))).isPresent()) {
            return image.refused(Verifier.FIRMWARE, BY_HASH);
        }
        NamedLists lists = new NamedLists(List.of(dbx), List.of(db));
        List<Authority> certain = image.signers().stream()
                .filter(signer -> !lists.leaveOpen(signer))
                .flatMap(signer -> lists.entry(signer).stream())
                .toList();
        Optional<Authority> revoked = certain.stream()
                .filter(by -> by.denies() || isRevokedByHash(by))
                .findFirst();
        if (revoked.isPresent()) {
            return image.refused(Verifier.FIRMWARE, revoked(revoked.get().subject()));
        }
        return dbx.listsHashes()
                        || dbx.hashOf(image.authenticode()).isPresent()
                        || image.signers().stream().anyMatch(lists::leaveOpen)
                ? image.open(Verifier.FIRMWARE)
                : image.byNames(Verifier.FIRMWARE, certain.stream().limit(1).toList());
    }

    private boolean isRevokedByHash(Authority by) {
        return SignatureDatabase.certificate(by.data().bytes())
                .filter(dbx::listsHashOf)
                .isPresent();
    }

    /** The signatures in their order, as firmware goes through them: the first that is allowed is what it measures. */
    private Verdict signed(Subject image, ImageSignatures table) {
        if (table.damaged()) {
            return image.refused(Verifier.FIRMWARE, "its certificate table is damaged; sign it anew");
        }
        Optional<Authority> by = Optional.empty();
        for (PeSignature signature : table.signatures()) {
            if (signature.digest().bank() == Bank.SHA1) {
                continue;
            }
            boolean valid = signature.isOf(image.authenticode());
            Optional<String> revoked = valid ? revokedBy(signature, dbx, db) : Optional.empty();
            if (revoked.isPresent()) {
                return image.refused(Verifier.FIRMWARE, revoked(revoked.get()));
            }
            Digests digest =
                    image.authenticode().only(List.of(signature.digest().bank()));
            if (dbx.hashOf(digest).isPresent()) {
                return image.refused(Verifier.FIRMWARE, BY_HASH);
            }
            by = by.or(() -> valid ? Subject.vouching(signature, db) : Optional.empty())
                    .or(() -> db.hashOf(digest).map(entry -> Authority.of(db, entry)));
        }
        return by.map(authority -> image.accepted(Verifier.FIRMWARE, List.of(authority)))
                .orElseGet(() -> image.refused(Verifier.FIRMWARE, unvouched(image, table, "db")));
    }

    private static String revoked(String certificate) {
        return "it is revoked by certificate " + certificate + " (dbx)";
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
