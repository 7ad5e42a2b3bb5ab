package io.hallmark.baselines.secureboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.baselines.source.ArtifactContents;
import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.EfiApplication;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.io.EfiGuid;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final String OWNER = "11111111-2222-3333-4444-555555555555";
    private static final String X509 = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
    private static final String SHA256 = "c1c41626-504c-4092-aca9-41f936934328";
    private static final String SHA512 = "093e0fae-a6c4-4f50-9f1b-d41e2b89c19a";
    private static final String TBS_SHA256 = "3bd2a492-96c0-4079-b420-fcf98ef103ed";
    private static final String DB = "db-d719b2cb-3d3a-4596-a3bc-dad00e67656f";
    private static final String DBX = "dbx-d719b2cb-3d3a-4596-a3bc-dad00e67656f";

    @TempDir
    Path folder;

    private static byte[] fixture(String name) throws IOException {
        return Files.readAllBytes(FIXTURES.resolve("pe").resolve(name));
    }

    /** An EFI_SIGNATURE_LIST with one entry (UEFI, "Signature Database"). */
    private static byte[] list(String type, byte[] data) {
        return ByteBuffer.allocate(44 + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(EfiGuid.bytes(type))
                .putInt(44 + data.length)
                .putInt(0)
                .putInt(16 + data.length)
                .put(EfiGuid.bytes(OWNER))
                .put(data)
                .array();
    }

    private static FirmwareKeys keys(byte[] db, byte[] dbx) {
        return new FirmwareKeys(Map.of(DB, new Content(db), DBX, new Content(dbx)));
    }

    private static Verdict verdict(Path file, FirmwareKeys keys) {
        return verdict(file, new FilesAtHand(Map.of("app", file)), keys);
    }

    private static Verdict byNames(String name, FirmwareKeys keys) {
        return verdict(FIXTURES.resolve("pe").resolve(name), FilesAtHand.NONE, keys);
    }

    private static Verdict verdict(Path file, ArtifactContents contents, FirmwareKeys keys) {
        Artifact artifact =
                new Artifact("app", file.getFileName().toString(), FileMeasurer.measure(file, (d, t) -> {}));
        BootChain chain = new BootChain("c", Optional.empty(), List.of(new EfiApplication("app")));
        return Preflight.check(chain, ArtifactSet.of(List.of(artifact), Map.of()), contents, keys, true)
                .verdicts()
                .get(0);
    }

    private static Verdict verdict(String name, FirmwareKeys keys) {
        return verdict(FIXTURES.resolve("pe").resolve(name), keys);
    }

    private static byte[] hash(String name) {
        return hash(name, Bank.SHA256);
    }

    private static byte[] hash(String name, Bank bank) {
        return FileMeasurer.measure(FIXTURES.resolve("pe").resolve(name), (d, t) -> {})
                .pe()
                .orElseThrow()
                .authenticode()
                .in(bank)
                .map(Digest::bytes)
                .orElseThrow();
    }

    @Test
    void an_unsigned_image_starts_only_by_its_hash_in_db() throws IOException {
        byte[] a = list(X509, fixture("cert-a.der"));
        assertThat(verdict("addonx64.efi", keys(a, new byte[0])).words()).contains("unsigned");
        assertThat(verdict("addonx64.efi", keys(list(SHA256, hash("addonx64.efi")), new byte[0])))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void a_signature_is_vouched_for_by_leaf_intermediate_or_root() throws IOException {
        assertThat(verdict("addonx64-signed-once.efi", keys(list(X509, fixture("cert-a.der")), new byte[0]))
                        .words())
                .contains("vouched for by CN=Fixture Signer A (db)");
        for (String certificate : List.of("cert-leaf.der", "cert-inter.der", "cert-root.der")) {
            assertThat(verdict("addonx64-signed-chain.efi", keys(list(X509, fixture(certificate)), new byte[0])))
                    .isInstanceOf(Verdict.Accepted.class);
        }
        assertThat(verdict("addonx64-signed-once.efi", keys(list(X509, fixture("cert-root.der")), new byte[0]))
                        .words())
                .contains("its signer CN=Fixture Signer A is not vouched for");
        assertThat(verdict(
                        "addonx64-signed-sha512.efi",
                        keys(
                                join(list(X509, fixture("cert-a.der")), list(X509, fixture("cert-root.der"))),
                                new byte[0])))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void dbx_refuses_by_hash_by_certificate_and_by_hash_of_the_certificate() throws Exception {
        byte[] db = join(list(X509, fixture("cert-a.der")), list(X509, fixture("cert-root.der")));
        String twice = "addonx64-signed-twice.efi";
        assertThat(verdict(twice, keys(db, new byte[0]))).isInstanceOf(Verdict.Accepted.class);
        assertThat(verdict(twice, keys(db, list(SHA256, hash(twice)))).words()).contains("revoked by its hash");
        assertThat(verdict(twice, keys(db, list(X509, fixture("cert-inter.der"))))
                        .words())
                .contains("revoked by certificate CN=Fixture Intermediate CA");
        FirmwareKeys pending = keys(db, new byte[0]).appending(DBX, new Content(revocation("cert-leaf.der")));
        assertThat(verdict(twice, pending).words()).contains("revoked by certificate CN=Fixture Leaf Signer");
    }

    /** EDK2 hashes an image by the algorithm of each signature and looks only this digest up (HashPeImageByType). */
    @Test
    void the_digest_of_a_signed_image_counts_in_the_algorithm_of_its_signature_only() throws IOException {
        byte[] none = new byte[0];
        byte[] db = list(X509, fixture("cert-a.der"));
        for (String name : List.of("addonx64-signed-once.efi", "addonx64-signed-sha512.efi")) {
            boolean sha512 = name.contains("sha512");
            byte[] own = sha512 ? list(SHA512, hash(name, Bank.SHA512)) : list(SHA256, hash(name));
            byte[] other = sha512 ? list(SHA256, hash(name)) : list(SHA512, hash(name, Bank.SHA512));

            assertThat(verdict(name, keys(own, none)).words()).contains("vouched for by its hash");
            assertThat(verdict(name, keys(other, none))).as(name).isInstanceOf(Verdict.Refused.class);
            assertThat(verdict(name, keys(db, own)).words()).contains("revoked by its hash");
            assertThat(verdict(name, keys(db, other))).as(name).isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    void the_digest_of_an_image_with_no_signature_that_can_be_read_is_not_looked_up() throws IOException {
        byte[] broken = fixture("addonx64-signed-once.efi");
        int table = fixture("addonx64.efi").length;
        Arrays.fill(broken, table + 8, table + 72, (byte) 0);
        Path file = Files.write(folder.resolve("broken.efi"), broken);
        byte[] listed = list(SHA256, hash("addonx64-signed-once.efi"));

        assertThat(verdict(file, keys(listed, new byte[0]))).isInstanceOf(Verdict.Refused.class);
    }

    /** Firmware measures what it finds first, signature by signature. */
    @Test
    void the_digest_vouches_before_a_certificate_that_only_a_later_signature_leads_to() throws IOException {
        String twice = "addonx64-signed-twice.efi";
        byte[] db = join(list(X509, fixture("cert-root.der")), list(SHA256, hash(twice)));

        assertThat(verdict(twice, keys(db, new byte[0])).words()).contains("vouched for by its hash");
    }

    @Test
    void an_unsigned_image_with_another_digest_than_sha256_in_db_starts_on_newer_firmware_only() throws IOException {
        byte[] db = list(SHA512, hash("addonx64.efi", Bank.SHA512));

        assertThat(verdict("addonx64.efi", keys(db, new byte[0]))).isInstanceOf(Verdict.NotChecked.class);
        assertThat(verdict("addonx64.efi", keys(list(SHA256, hash("addonx64.efi")), db)))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void names_tell_of_a_certificate_in_dbx_what_the_signature_does() throws Exception {
        String chain = "addonx64-signed-chain.efi";
        byte[] db = list(X509, fixture("cert-root.der"));
        for (String revoked : List.of("cert-leaf.der", "cert-inter.der", "cert-root.der")) {
            FirmwareKeys keys = keys(db, list(X509, fixture(revoked)));
            assertThat(byNames(chain, keys))
                    .as(revoked)
                    .isInstanceOf(Verdict.Refused.class)
                    .isEqualTo(verdict(chain, keys));
        }
        FirmwareKeys anchor = keys(db, revocation("cert-root.der"));
        assertThat(byNames(chain, anchor)).isInstanceOf(Verdict.Refused.class).isEqualTo(verdict(chain, anchor));
        FirmwareKeys unaffected = keys(db, list(X509, fixture("cert-a.der")));
        assertThat(byNames(chain, unaffected).authorities())
                .isEqualTo(verdict(chain, unaffected).authorities());
        String twice = "addonx64-signed-twice.efi";
        FirmwareKeys second = keys(list(X509, fixture("cert-a.der")), list(X509, fixture("cert-inter.der")));
        assertThat(byNames(twice, second))
                .as("one revoked signature refuses the image even if another one is allowed")
                .isInstanceOf(Verdict.Refused.class)
                .isEqualTo(verdict(twice, second));
    }

    @Test
    void names_leave_open_what_is_revoked_by_the_hash_of_a_certificate_that_only_the_file_has() throws Exception {
        FirmwareKeys keys = keys(list(X509, fixture("cert-root.der")), revocation("cert-leaf.der"));

        assertThat(verdict("addonx64-signed-chain.efi", keys)).isInstanceOf(Verdict.Refused.class);
        assertThat(byNames("addonx64-signed-chain.efi", keys))
                .isInstanceOfSatisfying(
                        Verdict.NotChecked.class,
                        open -> assertThat(open.presumed()).isEmpty());
    }

    @Test
    void names_leave_open_which_key_of_one_name_is_revoked() throws Exception {
        byte[] former = selfSigned("CN=Fixture Signer A", keyPair());
        FirmwareKeys keys = keys(list(X509, fixture("cert-a.der")), list(X509, former));

        assertThat(verdict("addonx64-signed-once.efi", keys)).isInstanceOf(Verdict.Accepted.class);
        assertThat(byNames("addonx64-signed-once.efi", keys))
                .isInstanceOfSatisfying(
                        Verdict.NotChecked.class,
                        open -> assertThat(open.presumed()).isEmpty());
    }

    /** By the hash of its to-be-signed part, for good. */
    private static byte[] revocation(String certificate) throws Exception {
        X509Certificate revoked =
                SignatureDatabase.certificate(fixture(certificate)).orElseThrow();
        return list(
                TBS_SHA256,
                Arrays.copyOf(Bank.SHA256.hash(revoked.getTBSCertificate()).bytes(), 48));
    }

    @Test
    void a_changed_file_has_no_valid_signature() throws IOException {
        byte[] changed = fixture("addonx64-signed-once.efi");
        changed[1024] ^= 1;
        Path file = Files.write(folder.resolve("changed.efi"), changed);
        assertThat(verdict(file, keys(list(X509, fixture("cert-a.der")), new byte[0]))
                        .words())
                .contains("none of its signatures is valid");
    }

    private static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** A certificate that expired long ago. */
    private static byte[] selfSigned(String subject, KeyPair pair) throws Exception {
        X500Name name = new X500Name(subject);
        return new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.parse("2010-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2011-01-01T00:00:00Z")),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                .getEncoded();
    }

    @Test
    void an_expired_certificate_vouches_all_the_same() throws Exception {
        Tools.require("openssl");
        Tools.require("sbsign");
        KeyPair pair = keyPair();
        byte[] certificate = selfSigned("CN=Old", pair);
        Files.write(folder.resolve("c.der"), certificate);
        Files.write(folder.resolve("k.der"), pair.getPrivate().getEncoded());
        String script = "openssl x509 -inform DER -in c.der -out c.pem"
                + " && openssl pkcs8 -inform DER -nocrypt -in k.der -out k.pem"
                + " && sbsign --key k.pem --cert c.pem --output out.efi "
                + FIXTURES.resolve("pe/addonx64.efi").toAbsolutePath();
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("openssl and sbsign").isZero();
        assertThat(verdict(folder.resolve("out.efi"), keys(list(X509, certificate), new byte[0])))
                .isInstanceOf(Verdict.Accepted.class);
    }

    /** Only the intermediate's certificate is in the signature, and only its issuer is in db. */
    @Test
    void the_facts_of_a_signature_lead_to_the_same_entry_of_db_as_the_signature() throws Exception {
        Tools.require("openssl");
        Tools.require("sbsign");
        String script = "openssl req -x509 -newkey rsa:2048 -nodes -subj '/CN=Root' -keyout root.key -out root.pem"
                + " && openssl req -newkey rsa:2048 -nodes -subj '/CN=Between' -keyout ca.key -out ca.csr"
                + " && printf basicConstraints=CA:TRUE > ca.ext"
                + " && openssl x509 -req -in ca.csr -CA root.pem -CAkey root.key -set_serial 2 -extfile ca.ext -out ca.pem"
                + " && openssl req -newkey rsa:2048 -nodes -subj '/CN=Leaf' -keyout leaf.key -out leaf.csr"
                + " && openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 3 -out leaf.pem"
                + " && openssl x509 -in root.pem -outform DER -out root.der"
                + " && openssl x509 -in ca.pem -outform DER -out ca.der"
                + " && sbsign --key leaf.key --cert leaf.pem --addcert ca.pem --output out.efi "
                + FIXTURES.resolve("pe/addonx64.efi").toAbsolutePath();
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("openssl and sbsign").isZero();
        Path file = folder.resolve("out.efi");
        Artifact artifact = new Artifact("app", "out.efi", FileMeasurer.measure(file, (d, t) -> {}));
        assertThat(artifact.facts().pe().orElseThrow().signers().get(0).issuers())
                .extracting(issuer -> issuer.subject() + " by " + issuer.issuer())
                .containsExactly("CN=Between by CN=Root");
        BootChain chain = new BootChain("c", Optional.empty(), List.of(new EfiApplication("app")));
        for (String anchor : List.of("root.der", "ca.der")) {
            byte[] other = list(X509, fixture("cert-a.der"));
            FirmwareKeys keys = keys(join(other, list(X509, Files.readAllBytes(folder.resolve(anchor)))), new byte[0]);
            ArtifactSet artifacts = ArtifactSet.of(List.of(artifact), Map.of());
            Preflight proven = Preflight.check(chain, artifacts, new FilesAtHand(Map.of("app", file)), keys, true);
            assertThat(proven.verdicts()).singleElement().isInstanceOf(Verdict.Accepted.class);
            assertThat(proven.measured())
                    .singleElement()
                    .satisfies(one -> assertThat(one.authority().data())
                            .isEqualTo(new Content(Files.readAllBytes(folder.resolve(anchor)))));
            assertThat(Preflight.check(chain, artifacts, FilesAtHand.NONE, keys, true)
                            .measured())
                    .as(anchor)
                    .isEqualTo(proven.measured());
        }
    }

    @Test
    void sbat_too_old_is_refused_by_shim() throws IOException {
        FirmwareKeys keys = new FirmwareKeys(Map.of(
                "SbatLevelRT-" + FirmwareState.SHIM_GUID,
                new Content("sbat,1,2030010100\nshim,9\n".getBytes(StandardCharsets.US_ASCII))));
        Path file = FIXTURES.resolve("pe/fbx64-deb12-signed-debian.efi");
        Artifact fallback = new Artifact("fb", "fb", FileMeasurer.measure(file, (d, t) -> {}));
        assertThat(SbatPolicy.of(keys, fallback).refusal(fallback, true).orElseThrow())
                .contains("component shim")
                .contains("the level is 9");
    }

    @Test
    void debians_files_yield_the_authorities_of_the_recorded_boot() throws Exception {
        Path debs = folder;
        // Of the kernel's package its image alone: the modules are some hundred megabytes.
        String script = "kernel=$(apt-cache depends linux-image-cloud-amd64"
                + " | sed -n 's/^ *Depends: *\\(linux-image-[0-9].*\\)$/\\1/p' | head -n 1)"
                + " && apt-get download shim-signed grub-efi-amd64-signed \"$kernel\" && mkdir x"
                + " && for d in shim-signed_*.deb grub-*.deb; do dpkg-deb -x $d x; done"
                + " && dpkg-deb --fsys-tarfile linux-image-*.deb | tar -x -C x ./boot";
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(debs.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Tools.require(process.waitFor() == 0, "Debian's packages, from 'apt-get download'");
        Path shim = debs.resolve("x/usr/lib/shim/shimx64.efi.signed");
        Path grub = debs.resolve("x/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed");
        Tools.require(Files.exists(shim) && Files.exists(grub), "Debian's packages for amd64");
        Path kernel;
        try (Stream<Path> boot = Files.list(debs.resolve("x/boot"))) {
            kernel = boot.filter(file -> file.getFileName().toString().startsWith("vmlinuz-"))
                    .findFirst()
                    .orElseThrow();
        }
        Path boot = FIXTURES.resolve("boots/disk-grub-sb");
        EventLog log = EventLogReader.read(Files.readAllBytes(boot.resolve("eventlog.bin")), "log");
        FirmwareKeys keys = FirmwareKeys.of(
                log,
                FirmwareState.of(log)
                        .with(FirmwareDumps.variables("v", Files.readAllBytes(boot.resolve("efivars.json")))));
        List<Artifact> artifacts = List.of(
                new Artifact("shim", "shim", FileMeasurer.measure(shim, (d, t) -> {})),
                new Artifact("grub", "grub", FileMeasurer.measure(grub, (d, t) -> {})),
                new Artifact("kernel", "vmlinuz", FileMeasurer.measure(kernel, (d, t) -> {})));
        BootChain chain = TestKeys.SHIM_CHAIN;
        List<Content> recorded = log.events().stream()
                .filter(e -> e.pcr() == 7 && e.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY))
                .map(e -> e.data())
                .filter(data -> data.size() > 200)
                .toList();
        Map<String, Path> atHand = Map.of("shim", shim, "grub", grub, "kernel", kernel);
        assertThat(Preflight.check(chain, ArtifactSet.of(artifacts, Map.of()), new FilesAtHand(atHand), keys, true)
                        .words())
                .containsExactly(
                        "shim (shim) is vouched for by " + TestKeys.MICROSOFT + " (db), verified by the firmware",
                        "grub (grub) is vouched for by " + TestKeys.DEBIAN + " (MokListRT), verified by shim",
                        "kernel (vmlinuz) is vouched for by " + TestKeys.DEBIAN + " (MokListRT), verified by shim");
        for (Map<String, Path> files : List.of(atHand, Map.<String, Path>of())) {
            Preflight preflight =
                    Preflight.check(chain, ArtifactSet.of(artifacts, Map.of()), new FilesAtHand(files), keys, true);
            assertThat(preflight.refusals()).isEmpty();
            assertThat(preflight.measured().stream()
                            .map(one -> new Content(one.authority().eventData())))
                    .as(preflight.words().toString())
                    .isEqualTo(recorded);
        }
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
