package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.CertificateFacts;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.Shim;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.EfiGuid;
import io.hallmark.testsupport.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signature lists, and Debian's boot files as they were recorded. */
public final class TestKeys {
    public static final String OWNER = "11111111-2222-3333-4444-555555555555";
    public static final String X509 = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
    public static final String SHA256 = "c1c41626-504c-4092-aca9-41f936934328";
    public static final String MICROSOFT =
            "CN=Microsoft Corporation UEFI CA 2011,O=Microsoft Corporation,L=Redmond,ST=Washington,C=US";
    public static final String DEBIAN = "CN=Debian Secure Boot CA";

    /** shim, GRUB and a kernel, by these names. */
    static final BootChain SHIM_CHAIN = new BootChain(
            "c",
            Optional.empty(),
            List.of(
                    new Shim("shim"),
                    new Grub("grub", Map.of()),
                    new LinuxKernel("kernel", List.of(), Optional.empty())));

    private TestKeys() {}

    public static byte[] certificate(String name) throws IOException {
        return Files.readAllBytes(Fixtures.path("pe/" + name));
    }

    /** An EFI_SIGNATURE_LIST with entries of one size (UEFI, "Signature Database"). */
    public static byte[] list(String type, byte[]... entries) {
        int size = 16 + entries[0].length;
        ByteBuffer out = ByteBuffer.allocate(28 + size * entries.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(EfiGuid.bytes(type))
                .putInt(28 + size * entries.length)
                .putInt(0)
                .putInt(size);
        for (byte[] entry : entries) {
            out.put(EfiGuid.bytes(OWNER)).put(entry);
        }
        return out.array();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Debian 12's shim, with the sections that tell what it trusts. */
    public static Artifact shim(String authenticode) throws IOException {
        Path sections = Fixtures.path("sections/shim-signed_1.51-1+deb12u1+16.1-2-deb12u1/shimx64.efi.signed");
        return image(
                "shim",
                authenticode,
                MICROSOFT,
                Optional.empty(),
                List.of(
                        section(".sbat", Files.readAllBytes(sections.resolve("sbat.bin"))),
                        section(".vendor_cert", Files.readAllBytes(sections.resolve("vendor_cert.bin"))),
                        section(".sbatlevel", Files.readAllBytes(sections.resolve("sbatlevel.bin")))));
    }

    /** GRUB of that version, signed by who was issued a certificate by {@code issuer}. */
    public static Artifact grub(String authenticode, String version, String issuer) {
        return image(
                "grub",
                authenticode,
                issuer,
                Optional.of(new Product(Product.GRUB, version)),
                List.of(section(
                        ".sbat", ("sbat,1,x\ngrub,5,x,x," + version + ",x\n").getBytes(StandardCharsets.UTF_8))));
    }

    /** An image whose facts are known only. */
    public static Artifact image(
            String name, String authenticode, String issuer, Optional<Product> product, List<SectionFacts> sections) {
        SignerFacts signer = new SignerFacts(new CertificateFacts("CN=Some Signer", issuer, "00"), List.of());
        Digests digests = Digests.hash(Bank.allComputable(), name.getBytes(StandardCharsets.UTF_8));
        Digests image = authenticode.isEmpty()
                ? digests
                : Digests.of(List.of(io.hallmark.measuredboot.digest.Digest.ofHex(Bank.SHA256, authenticode)));
        return new Artifact(
                name,
                name,
                new FileFacts(
                        1,
                        digests,
                        Optional.of(new PeFacts(image, sections, List.of(signer))),
                        product,
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    /** A section whose content is kept. */
    public static SectionFacts section(String name, byte[] content) {
        return new SectionFacts(
                name,
                content.length,
                Digests.hash(Bank.allComputable(), content),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Content(content)));
    }
}
