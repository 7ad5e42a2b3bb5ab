package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.pe.VendorCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What shim does with an image that it loads or that a loader asks it about (shim, {@code shim.c}: verify_buffer_sbat,
 * verify_buffer_authenticode, check_denylist, check_allowlist). SBAT comes first. Then nothing may be denied by its
 * vendor's list, dbx or MokListX, and something must be allowed by db or MokListRT, whose first entry is the vendor's
 * certificate. The first signature that passes is enough; shim compares SHA-256 digests only.
 */
final class ShimVerifier {
    private final List<SignatureDatabase> allowed = new ArrayList<>();
    private final List<SignatureDatabase> denied = new ArrayList<>();
    private final SbatPolicy sbat;
    private final boolean known;

    ShimVerifier(FirmwareKeys keys, Artifact shim) {
        this.sbat = SbatPolicy.of(keys, shim);
        Optional<VendorCertificates> vendor =
                SbatPolicy.section(shim, ".vendor_cert").map(content -> VendorCertificates.parse(content.bytes()));
        this.known = vendor.isPresent() || keys.shim("MokListRT").isPresent();
        boolean ignoresDb = keys.shim("MokIgnoreDB").filter(ShimVerifier::on).isPresent();
        if (!ignoresDb) {
            allowed.add(keys.db());
        }
        vendor.ifPresent(v -> {
            denied.add(list("vendor dbx", v.denied()));
            if (v.certificate().length > 0) {
                allowed.add(new SignatureDatabase(
                        "MokListRT",
                        FirmwareState.SHIM_GUID,
                        List.of(SignatureDatabase.Certificate.of(
                                FirmwareState.SHIM_GUID, new Content(v.certificate())))));
            }
        });
        denied.add(keys.dbx());
        // The mirrors are of the shim that ran then, so they stand in only where the originals are not known.
        Optional<Content> mok = keys.shim("MokList");
        if (mok.isPresent() || vendor.isEmpty()) {
            mok.or(() -> keys.shim("MokListRT")).ifPresent(c -> allowed.add(list("MokListRT", c.bytes())));
        } else {
            keys.shim("MokListRT").ifPresent(c -> allowed.add(enrolled(list("MokListRT", c.bytes()))));
        }
        keys.shim("MokListX")
                .or(() -> vendor.isPresent() ? Optional.empty() : keys.shim("MokListXRT"))
                .ifPresent(c -> denied.add(list("MokListX", c.bytes())));
    }

    /** The mirror without the vendor's certificates, which shim itself owns there. */
    private static SignatureDatabase enrolled(SignatureDatabase mirror) {
        return new SignatureDatabase(
                mirror.name(),
                mirror.guid(),
                mirror.entries().stream()
                        .filter(entry -> !entry.owner().equals(FirmwareState.SHIM_GUID))
                        .toList());
    }

    private static boolean on(Content flag) {
        return flag.size() > 0 && flag.bytes()[0] == 1;
    }

    private static SignatureDatabase list(String name, byte[] content) {
        return SignatureDatabase.parse(name, FirmwareState.SHIM_GUID, content);
    }

    /** shim looks at its own SBAT rows when it starts. */
    Optional<String> refusesItself(Artifact shim) {
        return sbat.refusal(shim, false);
    }

    /** @param loads whether shim itself loads the image */
    Verdict verify(Subject image, boolean loads) {
        boolean sectionsKnown = image.signatures().isPresent()
                || SbatPolicy.section(image.artifact(), ".sbat").isPresent();
        Optional<String> old = sbat.refusal(image.artifact(), loads && sectionsKnown);
        if (old.isPresent()) {
            return image.refused(Verifier.SHIM, old.get());
        }
        Digests digests = image.authenticode().only(List.of(Bank.SHA256));
        for (SignatureDatabase list : denied) {
            if (list.hashOf(digests).isPresent()) {
                return image.refused(Verifier.SHIM, "it is revoked by its hash (" + list.name() + ")");
            }
        }
        for (SignatureDatabase list : allowed) {
            Optional<Authority> by = list.hashOf(digests).map(entry -> Authority.of(list, entry));
            if (by.isPresent()) {
                return image.accepted(Verifier.SHIM, by.get());
            }
        }
        if (!image.signed()) {
            return image.refused(Verifier.SHIM, "it is unsigned; have it signed");
        }
        if (!known) {
            return image.notChecked(
                    Verifier.SHIM, "the keys of this shim are not known, give shim's file", Optional.empty());
        }
        return image.signatures().isEmpty()
                ? image.byNames(Verifier.SHIM, allowed)
                : signed(image, image.signatures().get(), digests);
    }

    private Verdict signed(Subject image, ImageSignatures table, Digests digests) {
        Optional<String> revoked = Optional.empty();
        for (PeSignature signature : table.signatures()) {
            if (!signature.isOf(digests)) {
                continue;
            }
            Optional<String> denies = denies(signature);
            if (denies.isPresent()) {
                revoked = denies;
                continue;
            }
            Optional<Authority> by = allowed.stream()
                    .flatMap(list -> Subject.vouching(signature, list).stream())
                    .findFirst();
            if (by.isPresent()) {
                return image.accepted(Verifier.SHIM, by.get());
            }
        }
        return image.refused(
                Verifier.SHIM,
                revoked.orElseGet(
                        () -> FirmwareVerifier.unvouched(image, table, "db, shim's vendor certificate or MokList")));
    }

    /** shim looks for the certificates themselves only, not for their hashes (check_db_cert). */
    private Optional<String> denies(PeSignature signature) {
        return denied.stream()
                .flatMap(list -> Subject.vouching(signature, list).stream())
                .map(by -> "it is revoked by certificate " + by.words())
                .findFirst();
    }
}
