package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.pe.VendorCertificates;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What shim does with an image that it loads or that a loader asks it about (shim, {@code shim.c}: verify_buffer_sbat,
 * verify_buffer_authenticode, check_denylist, check_allowlist). SBAT comes first. Then nothing may be denied by its
 * vendor's list, dbx or MokListX, and something must be allowed by db or MokListRT, whose first entry is the vendor's
 * certificate. One signature that passes is enough; shim compares SHA-256 digests only.
 */
final class ShimVerifier {
    private static final String MODULE_SIGNING = "1.3.6.1.4.1.2312.16.1.2";

    private final List<SignatureDatabase> allowed = new ArrayList<>();
    private final List<Denied> denied = new ArrayList<>();
    private final SbatPolicy sbat;
    private final boolean known;
    private final boolean verifies;

    /**
     * A list of what is denied.
     *
     * @param words what people call it: shim measures matches of its vendor's list as of dbx
     */
    private record Denied(String words, SignatureDatabase list) {}

    ShimVerifier(FirmwareKeys keys, Artifact shim) {
        this.verifies = keys.shim("MokSBState")
                .or(() -> keys.shim("MokSBStateRT"))
                .filter(ShimVerifier::on)
                .isEmpty();
        this.sbat = SbatPolicy.of(keys, shim);
        Optional<VendorCertificates> vendor =
                SbatPolicy.section(shim, ".vendor_cert").map(content -> VendorCertificates.parse(content.bytes()));
        this.known = vendor.isPresent() || keys.shim("MokListRT").isPresent();
        boolean ignoresDb = keys.shim("MokIgnoreDB").filter(ShimVerifier::on).isPresent();
        if (!ignoresDb) {
            allow(keys.db());
        }
        vendor.ifPresent(v -> {
            deny("vendor dbx", SignatureDatabase.parse("dbx", FirmwareKeys.SECURITY_DATABASE, new Content(v.denied())));
            if (v.lists()) {
                allow(SignatureDatabase.parse("vendor_db", FirmwareKeys.SECURITY_DATABASE, new Content(v.trusted())));
            } else if (v.trusted().length > 0) {
                allow(new SignatureDatabase(
                        "MokListRT",
                        FirmwareState.SHIM_GUID,
                        List.of(SignatureDatabase.Certificate.of(
                                FirmwareState.SHIM_GUID, new Content(v.trusted()), true))));
            }
        });
        deny("dbx", keys.dbx());
        // The mirrors are of the shim that ran then, so they stand in only where the originals are not known.
        Optional<Content> mok = keys.shim("MokList");
        if (mok.isPresent() || vendor.isEmpty()) {
            mok.or(() -> keys.shim("MokListRT")).ifPresent(c -> allow(list("MokListRT", c)));
        } else {
            keys.shim("MokListRT").ifPresent(c -> allow(enrolled(list("MokListRT", c))));
        }
        keys.shim("MokListX")
                .or(() -> vendor.isPresent() ? Optional.empty() : keys.shim("MokListXRT"))
                .ifPresent(c -> deny("MokListX", list("MokListX", c)));
    }

    private void allow(SignatureDatabase list) {
        allowed.add(list.onlyCertificates(ShimVerifier::isLookedAt));
    }

    private void deny(String words, SignatureDatabase list) {
        denied.add(new Denied(words, list.onlyCertificates(ShimVerifier::isLookedAt)));
    }

    /**
     * Of each EFI_SIGNATURE_LIST shim looks at the first certificate only, at none whose length is not written in two
     * bytes, and at none for signing kernel modules (shim, {@code verify.c}: check_db_cert_in_ram, verify_x509,
     * verify_eku).
     */
    private static boolean isLookedAt(SignatureDatabase.Certificate certificate) {
        byte[] der = certificate.der().bytes();
        boolean length = der.length > 4
                && (der[0] & 0xFF) == 0x30
                && (der[1] & 0xFF) == 0x82
                && ((der[2] & 0xFF) << 8 | der[3] & 0xFF) == der.length - 4;
        return certificate.leads()
                && length
                && certificate.x509().filter(ShimVerifier::isForModules).isEmpty();
    }

    private static boolean isForModules(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages != null && usages.contains(MODULE_SIGNING);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /**
     * The mirror without its first entry, if that is the certificate of the shim that wrote it, which shim owns. Those after
     * it may be owned by shim, too: mokutil enrolls keys so.
     */
    private static SignatureDatabase enrolled(SignatureDatabase mirror) {
        List<SignatureDatabase.Entry> entries = mirror.entries();
        boolean vendors = !entries.isEmpty() && entries.get(0).owner().equals(FirmwareState.SHIM_GUID);
        return vendors
                ? new SignatureDatabase(mirror.name(), mirror.guid(), entries.subList(1, entries.size()))
                : mirror;
    }

    private static boolean on(Content flag) {
        return flag.size() > 0 && flag.bytes()[0] == 1;
    }

    private static SignatureDatabase list(String name, Content content) {
        return SignatureDatabase.parse(name, FirmwareState.SHIM_GUID, content);
    }

    /** shim looks at its own SBAT rows when it starts. */
    Optional<String> refusesItself(Artifact shim) {
        return sbat.refusal(shim, false);
    }

    /** @param loads whether shim itself loads the image */
    Verdict verify(Subject image, boolean loads) {
        if (!verifies) {
            return image.notChecked(
                    Verifier.SHIM,
                    "shim starts whatever it is given, since its validation is switched off (MokSBState); 'mokutil"
                            + " --enable-validation' switches it on",
                    Optional.of(List.of()));
        }
        boolean sectionsKnown = image.signatures().isPresent()
                || SbatPolicy.section(image.artifact(), ".sbat").isPresent();
        Optional<String> old = sbat.refusal(image.artifact(), loads && sectionsKnown);
        if (old.isPresent()) {
            return image.refused(Verifier.SHIM, old.get());
        }
        Digests digests = image.authenticode().only(List.of(Bank.SHA256));
        for (Denied list : denied) {
            if (list.list().hashOf(digests).isPresent()) {
                return image.refused(Verifier.SHIM, "it is revoked by its hash (" + list.words() + ")");
            }
        }
        for (SignatureDatabase list : allowed) {
            Optional<Authority> by = list.hashOf(digests).map(entry -> Authority.of(list, entry));
            if (by.isPresent()) {
                return image.accepted(Verifier.SHIM, List.of(by.get()));
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
                ? byNames(image)
                : signed(image, image.signatures().get(), digests);
    }

    private Verdict byNames(Subject image) {
        NamedLists lists = new NamedLists(denied.stream().map(Denied::list).toList(), allowed);
        if (image.signers().stream().anyMatch(lists::leaveOpen)) {
            return image.open(Verifier.SHIM);
        }
        List<Authority> measured = image.signers().stream()
                .flatMap(signer -> lists.entry(signer).stream())
                .toList();
        return !measured.isEmpty() && measured.stream().allMatch(Authority::denies)
                ? image.refused(
                        Verifier.SHIM,
                        "it is revoked by certificate "
                                + measured.get(measured.size() - 1).words())
                : image.byNames(Verifier.SHIM, measured);
    }

    /** shim asks about every signature, whatever came of those before, and measures what it finds each time. */
    private Verdict signed(Subject image, ImageSignatures table, Digests digests) {
        List<Authority> measured = new ArrayList<>();
        Optional<String> revoked = Optional.empty();
        boolean accepted = false;
        for (PeSignature signature : table.signatures()) {
            if (!signature.isOf(digests)) {
                continue;
            }
            Optional<Denial> denial = denial(signature);
            if (denial.isPresent()) {
                measured.add(denial.get().by());
                revoked = Optional.of(denial.get().words());
                continue;
            }
            Optional<Authority> by = allowed.stream()
                    .flatMap(list -> Subject.vouching(signature, list).stream())
                    .findFirst();
            by.ifPresent(measured::add);
            accepted |= by.isPresent();
        }
        if (accepted) {
            return image.accepted(Verifier.SHIM, measured);
        }
        return image.refused(
                Verifier.SHIM,
                revoked.orElseGet(
                        () -> FirmwareVerifier.unvouched(image, table, "db, shim's vendor certificate or MokList")));
    }

    private record Denial(Authority by, String words) {}

    /** shim looks for the certificates themselves only, not for their hashes (check_db_cert). */
    private Optional<Denial> denial(PeSignature signature) {
        return denied.stream()
                .flatMap(list -> Subject.vouching(signature, list.list())
                        .map(by -> new Denial(
                                by, "it is revoked by certificate " + by.subject() + " (" + list.words() + ")"))
                        .stream())
                .findFirst();
    }
}
