package io.hallmark.baselines.secureboot;

import static io.hallmark.baselines.secureboot.TestKeys.X509;
import static io.hallmark.baselines.secureboot.TestKeys.certificate;
import static io.hallmark.baselines.secureboot.TestKeys.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.chain.EfiVariable;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.io.EfiGuid;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What shim asks, and what it measures, of an image that GRUB hands to it. */
class ShimVerifierTest {
    private static final String MOK_LIST = "MokList-" + FirmwareState.SHIM_GUID;

    private static Preflight check(Artifact shim, String kernel, Map<String, Content> variables, boolean withFile)
            throws IOException {
        Path file = Fixtures.path("pe/" + kernel);
        List<Artifact> artifacts = List.of(
                shim,
                TestKeys.grub("", "2.06-13+deb12u2", TestKeys.DEBIAN),
                new Artifact("kernel", "vmlinuz", FileMeasurer.measure(file, (d, t) -> {})));
        return Preflight.check(
                TestKeys.SHIM_CHAIN,
                ArtifactSet.of(artifacts, Map.of()),
                withFile ? new FilesAtHand(Map.of("kernel", file)) : FilesAtHand.NONE,
                new FirmwareKeys(variables),
                true);
    }

    private static Verdict kernel(String kernel, Map<String, Content> variables) throws IOException {
        List<Verdict> verdicts =
                check(TestKeys.shim(""), kernel, variables, true).verdicts();
        return verdicts.get(verdicts.size() - 1);
    }

    private static List<String> measured(Preflight preflight) {
        return preflight.measured().stream()
                .filter(one -> one.image().equals("kernel"))
                .map(one -> one.authority().words())
                .toList();
    }

    @Test
    void each_signature_that_passes_is_measured_and_not_the_first_alone() throws IOException {
        Map<String, Content> variables = Map.of(
                FirmwareKeys.DB,
                new Content(list(X509, certificate("cert-a.der"))),
                MOK_LIST,
                new Content(list(X509, certificate("cert-root.der"))));
        for (boolean withFile : List.of(true, false)) {
            assertThat(measured(check(TestKeys.shim(""), "addonx64-signed-twice.efi", variables, withFile)))
                    .as("with the file: " + withFile)
                    .containsExactly("CN=Fixture Signer A (db)", "CN=Fixture Root CA,O=Fixture Org,C=XX (MokListRT)");
        }
    }

    @Test
    void grub_is_held_to_the_generation_of_each_of_its_components() throws IOException {
        byte[] sbat = Files.readAllBytes(
                Fixtures.path("sections/grub-efi-amd64-signed_1+2.06+13+deb12u2/grubx64.efi.signed/sbat.bin"));
        Artifact grub = withSbat("grub", sbat);
        Artifact kernel = withSbat("kernel", new byte[0]);

        assertThat(refusals("grub,5\ngrub.debian,5\n", grub, kernel)).isEmpty();
        assertThat(refusals("grub.proxmox,99\n", grub, kernel)).isEmpty();
        assertThat(refusals("grub,6\n", grub, kernel))
                .containsExactly("grub (grub) would be refused by shim: SBAT too old: component grub has generation 5,"
                        + " and the level is 6; use a newer build");
        assertThat(refusals("grub,5\ngrub.debian,6\n", grub, kernel))
                .singleElement()
                .asString()
                .contains("grub (grub)", "component grub.debian has generation 5, and the level is 6");
        assertThat(refusals("grub.debian12,2\n", grub, kernel))
                .singleElement()
                .asString()
                .contains("component grub.debian12 has generation 1");
    }

    @Test
    void a_kernel_is_held_to_the_level_if_it_names_a_generation_and_starts_if_it_names_none() throws IOException {
        Artifact grub = withSbat("grub", text("grub,5,x,x,x,x\n"));
        byte[] linux = text("sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n"
                + "linux,1,The Linux Developers,linux,6.16,https://kernel.org\n"
                + "linux.debian,1,Debian,linux,6.16.3-1,https://tracker.debian.org/pkg/linux\n");

        assertThat(refusals("linux,1\nlinux.debian,1\n", grub, withSbat("kernel", linux)))
                .isEmpty();
        assertThat(refusals("linux,2\n", grub, withSbat("kernel", linux)))
                .containsExactly(
                        "kernel (kernel) would be refused by shim: SBAT too old: component linux has generation"
                                + " 1, and the level is 2; use a newer build");
        assertThat(refusals("linux.debian,2\n", grub, withSbat("kernel", linux)))
                .singleElement()
                .asString()
                .contains("kernel (kernel)", "component linux.debian has generation 1");
        assertThat(refusals("linux,2\n", grub, withSbat("kernel", new byte[0]))).isEmpty();
    }

    /** Signed by Debian, as far as names tell. */
    private static Artifact withSbat(String name, byte[] sbat) {
        return TestKeys.image(
                name,
                "",
                TestKeys.DEBIAN,
                Optional.empty(),
                sbat.length == 0 ? List.of() : List.of(TestKeys.section(".sbat", sbat)));
    }

    /** @param level the rows after the first of what the firmware keeps, which is newer than what shim brings */
    private static List<String> refusals(String level, Artifact grub, Artifact kernel) throws IOException {
        return Preflight.check(
                        TestKeys.SHIM_CHAIN,
                        ArtifactSet.of(List.of(TestKeys.shim(""), grub, kernel), Map.of()),
                        FilesAtHand.NONE,
                        new FirmwareKeys(
                                Map.of(FirmwareKeys.SBAT_LEVEL, new Content(text("sbat,1,2099010100\n" + level)))),
                        true)
                .refusals();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void a_signature_that_dbx_denies_is_measured_too_and_another_one_may_pass() throws IOException {
        Map<String, Content> variables = Map.of(
                FirmwareKeys.DB,
                new Content(list(X509, certificate("cert-a.der"))),
                MOK_LIST,
                new Content(list(X509, certificate("cert-root.der"))),
                FirmwareKeys.DBX,
                new Content(list(X509, certificate("cert-a.der"))));
        for (boolean withFile : List.of(true, false)) {
            Preflight preflight = check(TestKeys.shim(""), "addonx64-signed-twice.efi", variables, withFile);
            assertThat(measured(preflight))
                    .as("with the file: " + withFile)
                    .containsExactly("CN=Fixture Signer A (dbx)", "CN=Fixture Root CA,O=Fixture Org,C=XX (MokListRT)");
            assertThat(preflight.verdicts().get(2).words())
                    .contains("vouched for by CN=Fixture Root CA,O=Fixture Org,C=XX (MokListRT)");
        }
        for (boolean withFile : List.of(true, false)) {
            assertThat(check(TestKeys.shim(""), "addonx64-signed-once.efi", variables, withFile)
                            .refusals())
                    .as("with the file: " + withFile)
                    .filteredOn(line -> line.startsWith("kernel"))
                    .singleElement()
                    .asString()
                    .contains("it is revoked by certificate CN=Fixture Signer A (dbx)");
        }
    }

    @Test
    void the_name_of_an_issuer_that_the_signature_does_not_carry_tells_that_it_is_denied() throws IOException {
        Map<String, Content> variables = Map.of(
                FirmwareKeys.DB,
                new Content(list(X509, certificate("cert-root.der"))),
                "MokListX-" + FirmwareState.SHIM_GUID,
                new Content(list(X509, certificate("cert-root.der"))));
        List<Artifact> artifacts = List.of(
                TestKeys.shim(""),
                TestKeys.grub("", "2.06-13+deb12u2", TestKeys.DEBIAN),
                TestKeys.image("kernel", "", "CN=Fixture Root CA,O=Fixture Org,C=XX", Optional.empty(), List.of()));
        assertThat(Preflight.check(
                                TestKeys.SHIM_CHAIN,
                                ArtifactSet.of(artifacts, Map.of()),
                                FilesAtHand.NONE,
                                new FirmwareKeys(variables),
                                true)
                        .refusals())
                .filteredOn(line -> line.startsWith("kernel"))
                .singleElement()
                .asString()
                .contains("(MokListX)");
    }

    /** As shim mirrors MokList: its vendor's certificate first, then what mokutil has enrolled, all owned by shim. */
    private static Content mirror(String... certificates) throws IOException {
        byte[] all = new byte[0];
        for (String certificate : certificates) {
            byte[] list = list(X509, certificate(certificate));
            System.arraycopy(EfiGuid.bytes(FirmwareState.SHIM_GUID), 0, list, 28, 16);
            all = TestKeys.join(all, list);
        }
        return new Content(all);
    }

    @Test
    void the_mirror_tells_what_was_enrolled_but_not_the_vendor_of_the_next_shim() throws IOException {
        String mirror = "MokListRT-" + FirmwareState.SHIM_GUID;

        Verdict enrolled = kernel("addonx64-signed-once.efi", Map.of(mirror, mirror("cert-root.der", "cert-a.der")));
        Verdict vendor = kernel("addonx64-signed-once.efi", Map.of(mirror, mirror("cert-a.der", "cert-root.der")));

        assertThat(enrolled.words()).contains("vouched for by CN=Fixture Signer A (MokListRT), verified by shim");
        assertThat(vendor).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void shim_starts_and_measures_nothing_of_its_lists_where_a_user_has_switched_validation_off() throws IOException {
        for (String name : List.of("MokSBState-", "MokSBStateRT-")) {
            Map<String, Content> variables = Map.of(name + FirmwareState.SHIM_GUID, new Content(new byte[] {1}));
            Preflight preflight = check(TestKeys.shim(""), "addonx64.efi", variables, true);

            assertThat(preflight.refusals()).isEmpty();
            assertThat(preflight.verdicts().get(2).words())
                    .contains("was not checked: shim starts whatever it is given", "mokutil --enable-validation");
            assertThat(preflight.measured()).noneMatch(one -> one.verifier() == Verdict.Verifier.SHIM);
        }
        assertThat(kernel("addonx64.efi", Map.of("MokSBState-" + FirmwareState.SHIM_GUID, new Content(new byte[] {0}))))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void only_the_first_certificate_of_a_list_is_looked_at() throws IOException {
        byte[] signer = certificate("cert-a.der");
        byte[] other = withAnotherKey(signer);
        Map<String, Content> second = Map.of(FirmwareKeys.DB, new Content(list(X509, other, signer)));
        Map<String, Content> first = Map.of(FirmwareKeys.DB, new Content(list(X509, signer, other)));

        assertThat(SignatureDatabase.certificate(other)).isPresent();
        assertThat(kernel("addonx64-signed-once.efi", first)).isInstanceOf(Verdict.Accepted.class);
        assertThat(kernel("addonx64-signed-once.efi", second)).isInstanceOf(Verdict.Refused.class);
    }

    /** The same certificate but for a bit of its modulus; nobody has the key. */
    private static byte[] withAnotherKey(byte[] certificate) {
        RSAPublicKey key = (RSAPublicKey)
                SignatureDatabase.certificate(certificate).orElseThrow().getPublicKey();
        byte[] modulus = key.getModulus().toByteArray();
        byte[] other = certificate.clone();
        int at = 0;
        while (!Arrays.equals(Arrays.copyOfRange(other, at, at + modulus.length), modulus)) {
            at++;
        }
        other[at + modulus.length / 2] ^= 1;
        return other;
    }

    @Test
    void the_lists_of_a_vendor_are_measured_as_vendor_db() throws IOException {
        byte[] trusted = list(X509, certificate("cert-inter.der"));
        byte[] section = ByteBuffer.allocate(16 + trusted.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(trusted.length)
                .putInt(0)
                .putInt(16)
                .putInt(0)
                .put(trusted)
                .array();
        Artifact debian = TestKeys.shim("");
        List<SectionFacts> sections = new ArrayList<>();
        debian.facts()
                .pe()
                .orElseThrow()
                .sections()
                .forEach(old -> sections.add(
                        old.name().equals(".vendor_cert")
                                ? new SectionFacts(
                                        old.name(),
                                        section.length,
                                        old.digests(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(new Content(section)))
                                : old));
        Artifact shim = TestKeys.image("shim", "", TestKeys.MICROSOFT, Optional.empty(), sections);
        for (boolean withFile : List.of(true, false)) {
            Preflight preflight = check(shim, "addonx64-signed-chain.efi", Map.of(), withFile);

            assertThat(measured(preflight))
                    .containsExactly("CN=Fixture Intermediate CA,O=Fixture Org,C=XX (vendor_db)");
            EfiVariable event = EfiVariable.of(
                            new Content(preflight.measured().get(0).authority().eventData()))
                    .orElseThrow();
            assertThat(event.file()).isEqualTo("vendor_db-d719b2cb-3d3a-4596-a3bc-dad00e67656f");
            assertThat(event.value()).isEqualTo(new Content(Arrays.copyOfRange(trusted, 28, trusted.length)));
        }
    }
}
