package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import io.hallmark.measuredboot.pe.SbatLevel;
import io.hallmark.measuredboot.pe.VendorCertificates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The variables that shim measures: its mirrors of MokList and MokListX, the SBAT level, and the certificate that
 * vouches for the next image ({@code mok.c}, {@code sbat.c}, {@code tpm.c}).
 *
 * <p>Their contents follow from two sections of shim's image ({@code .vendor_cert}, {@code .sbatlevel}) and from the
 * firmware's variables. Where shim's sections are not known, an event is taken over from the reference log if that node
 * booted the same shim, and assumed otherwise.
 */
final class ShimVariables {
    /** EFI_CERT_X509_GUID a5c059a1-94e4-4aa7-87b5-ab155c2bf072, as it lies in memory. */
    private static final byte[] X509_GUID = EfiGuid.bytes("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");

    private static final byte[] SHIM_GUID = EfiGuid.bytes(FirmwareState.SHIM_GUID);

    /** What shim measures as SBAT level when Secure Boot is off ({@code SBAT_VAR_ORIGINAL} in include/sbat.h). */
    private static final String SBAT_ORIGINAL = "sbat,1,2021030218\n";

    private final Boot boot;
    private final Artifact shim;
    private final Optional<VendorCertificates> vendor;
    private final boolean sameShim;

    ShimVariables(Boot boot, String image) {
        this.boot = boot;
        this.shim = boot.artifact(image);
        this.vendor = section(".vendor_cert").map(content -> VendorCertificates.parse(content.bytes()));
        this.sameShim = shim.facts()
                .pe()
                .map(pe -> boot.ask(on -> on.reference().booted(pe.authenticode())))
                .orElse(false);
    }

    void mokList() {
        Optional<Content> mirror = shimVariable("MokListRT");
        Optional<byte[]> enrolled =
                shimVariable("MokList").map(Content::bytes).or(() -> mirror.map(m -> withoutVendor(m.bytes())));
        variable(
                "MokList",
                vendor.map(v -> join(mirrored(v), enrolled.orElse(new byte[0]))).or(() -> mirror.map(Content::bytes)));
    }

    void mokListX() {
        Optional<Content> mirror = shimVariable("MokListXRT");
        Optional<Content> enrolled = shimVariable("MokListX");
        if (vendor.isPresent() && (enrolled.isPresent() || mirror.isEmpty())) {
            byte[] more = enrolled.map(Content::bytes).orElse(new byte[0]);
            variable("MokListX", Optional.of(join(vendor.get().denied(), more)));
        } else {
            variable("MokListX", mirror.filter(m -> sameShim).map(Content::bytes));
        }
    }

    /** Whether users have shim verify what it starts; measured where there is the variable. */
    void mokSbState() {
        boot.ask(on -> on.firmware().validation()).map(Content::bytes).ifPresent(state -> {
            authority("MokSBState", state);
            variable("MokSBState", Optional.of(state));
        });
    }

    void mokListTrusted() {
        Optional<Content> mirrored = shimVariable("MokListTrustedRT");
        variable("MokListTrusted", Optional.of(mirrored.map(Content::bytes).orElse(new byte[] {1})));
    }

    void sbatLevel() {
        if (!boot.ask(on -> on.firmware().secureBoot())) {
            authority("SbatLevel", SBAT_ORIGINAL.getBytes(StandardCharsets.US_ASCII));
            return;
        }
        // The mirror stands in for the variable itself, which an operating system can't read.
        Optional<String> kept =
                shimVariable("SbatLevel").or(() -> shimVariable("SbatLevelRT")).map(Content::text);
        Optional<String> level = section(".sbatlevel")
                .map(content -> SbatLevel.parse(content.bytes()).inForce(kept))
                .or(() -> kept);
        if (level.isPresent()) {
            authority("SbatLevel", level.get().getBytes(StandardCharsets.US_ASCII));
        } else {
            takeOver(
                    7,
                    EventType.EV_EFI_VARIABLE_AUTHORITY,
                    "SbatLevel",
                    boot.ask(on -> on.reference().authority("SbatLevel")));
        }
    }

    /**
     * The certificate that lets the next image start, once a certificate. shim asks its own vendor certificate among
     * the MokListRT entries; the event's data is the EFI_SIGNATURE_DATA that matched.
     */
    void authorityOfNextImage() {
        Optional<Artifact> next = boot.nextStage()
                .flatMap(stage -> stage.artifacts().stream().findFirst())
                .map(boot::artifact);
        if (vendor.isPresent() && next.isPresent() && vouchesFor(vendor.get(), next.get())) {
            authority("MokListRT", join(SHIM_GUID, vendor.get().trusted()));
            return;
        }
        takeOver(
                7,
                EventType.EV_EFI_VARIABLE_AUTHORITY,
                "MokListRT",
                boot.ask(on -> on.reference().authority("MokListRT")));
    }

    private static boolean vouchesFor(VendorCertificates vendor, Artifact image) {
        List<SignerFacts> signers = image.facts().pe().map(pe -> pe.signers()).orElse(List.of());
        if (signers.isEmpty() || vendor.lists()) {
            return false;
        }
        String sha256 = Bank.SHA256.hash(vendor.trusted()).hex();
        Optional<String> subject = subject(vendor.trusted());
        return signers.stream()
                .flatMap(SignerFacts::chain)
                .anyMatch(certificate -> certificate.sha256().equals(sha256)
                        || subject.filter(certificate.issuer()::equals).isPresent());
    }

    private static Optional<String> subject(byte[] certificate) {
        try {
            X509Certificate x509 = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
            return Optional.of(x509.getSubjectX500Principal().getName());
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** One of shim's own variables, if the firmware has it. */
    private Optional<Content> shimVariable(String name) {
        return boot.ask(on -> on.firmware().variable(name, FirmwareState.SHIM_GUID));
    }

    private Optional<Content> section(String name) {
        return shim.facts().pe().flatMap(pe -> pe.section(name)).flatMap(SectionFacts::content);
    }

    private void variable(String name, Optional<byte[]> content) {
        byte[] data = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        if (content.isPresent()) {
            boot.computed(14, EventType.EV_IPL, boot.digests(content.get()), data, name, "shim." + name, shim.name());
            return;
        }
        takeOver(14, EventType.EV_IPL, name, boot.ask(on -> on.reference().event(14, EventType.EV_IPL, name)));
    }

    private void authority(String name, byte[] value) {
        boot.text(
                7,
                EventType.EV_EFI_VARIABLE_AUTHORITY,
                new EfiVariable(FirmwareState.SHIM_GUID, name, new Content(value)).data(),
                name,
                "shim." + name,
                shim.name());
    }

    private void takeOver(int pcr, EventType type, String name, Optional<Reference.Event> event) {
        if (event.isPresent() && sameShim) {
            boot.copied(event.get(), name);
        } else if (event.isPresent()) {
            boot.doubtful(
                    event.get(),
                    name,
                    "taken from the reference log, whose node booted another shim; give shim's file, or a digest file"
                            + " that 'hallmark digest' wrote of it");
        } else {
            boot.assumed(
                    pcr,
                    type,
                    new byte[0],
                    name,
                    "shim's sections are not known and the reference log has no such event; give shim's file, or a"
                            + " digest file that 'hallmark digest' wrote of it");
        }
    }

    /** What users enrolled: the mirror without its first list, if that is the certificate of the shim that wrote it. */
    private static byte[] withoutVendor(byte[] mirror) {
        ByteReader in = new ByteReader(mirror);
        if (in.remaining() < 44) {
            return mirror;
        }
        long size = in.skip(16).u32();
        byte[] owner = in.skip(8).bytes(16);
        boolean vendors = Arrays.equals(owner, SHIM_GUID) && size <= mirror.length;
        return vendors ? Arrays.copyOfRange(mirror, (int) size, mirror.length) : mirror;
    }

    private static byte[] mirrored(VendorCertificates vendor) {
        byte[] trusted = vendor.trusted();
        return trusted.length == 0 || vendor.lists() ? trusted : x509List(trusted);
    }

    /** An EFI_SIGNATURE_LIST with one X.509 certificate that shim itself owns. */
    private static byte[] x509List(byte[] certificate) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(X509_GUID);
        out.writeBytes(EfiVariable.u32(16 + 12 + 16 + certificate.length));
        out.writeBytes(EfiVariable.u32(0));
        out.writeBytes(EfiVariable.u32(16 + certificate.length));
        out.writeBytes(SHIM_GUID);
        out.writeBytes(certificate);
        return out.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}
