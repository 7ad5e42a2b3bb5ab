package io.hallmark.verifierbridge.corim;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORObject;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.testsupport.GoProgram;
import io.hallmark.testsupport.Tools;
import io.hallmark.verifierbridge.Keys;
import io.hallmark.verifierbridge.RecordedBoot;
import io.hallmark.verifierbridge.format.NameUuid;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cocli}, the tool of the people behind Veraison, makes of our manifests. */
class CocliTest {
    private static final List<Integer> ENFORCE = List.of(0, 4, 7, 9);

    @TempDir
    Path folder;

    private Path cocli;
    private byte[] manifest;

    @BeforeEach
    void aSignedManifest() throws Exception {
        Tools.require("openssl");
        cocli = GoProgram.built("cocli-corim-1.1.2", Path.of("src/test/go/cocli"), "github.com/veraison/corim/cocli");
        Map<String, byte[]> key = Keys.ec(folder, "signer", "P-256");
        Files.writeString(folder.resolve("key.jwk"), jwk(key));
        TreeMap<Integer, Digests> pcrs = new TreeMap<>();
        for (int pcr : ENFORCE) {
            pcrs.put(pcr, Digests.of(List.of(Digest.ofHex(Bank.SHA256, RecordedBoot.reported(Bank.SHA256, pcr)))));
        }
        Comid comid = new Comid(
                NameUuid.of("compute/pxe/q35"),
                new Comid.Entity("Example Platform Team", Optional.of("https://example.org"), List.of(0, 1)),
                List.of(new ReferenceValues(
                        new HardwareClass(NameUuid.of("q35"), Optional.of("QEMU"), Optional.of("Standard PC")), pcrs)));
        // Releases of cocli that can be had read drafts in which profiles were a list.
        byte[] unsigned = new Corim("compute/pxe/q35", List.of(comid), Form.PARSEC_TPM, Optional.empty()).encode();
        manifest = CoseSigner.of(RecordedBoot.secrets(key), "signer", Optional.empty())
                .sign(unsigned, "Example Platform Team");
    }

    @Test
    void verifies_the_signature_and_not_that_of_a_changed_manifest() throws Exception {
        Files.write(folder.resolve("signed.cbor"), manifest);
        assertThat(run("corim", "verify", "--file=signed.cbor", "--key=key.jwk"))
                .contains("verified");

        byte[] changed = manifest.clone();
        int digest = indexOf(changed, HexFormat.of().parseHex(RecordedBoot.reported(Bank.SHA256, 4)));
        changed[digest] ^= 1;
        Files.write(folder.resolve("signed.cbor"), changed);
        assertThat(run("corim", "verify", "--file=signed.cbor", "--key=key.jwk"))
                .contains("verification error");
    }

    @Test
    void shows_who_signed_and_the_values_that_the_tpm_reported() throws Exception {
        Files.write(folder.resolve("signed.cbor"), manifest);
        assertThat(run("corim", "display", "--file=signed.cbor"))
                .contains("\"name\": \"Example Platform Team\"")
                .contains("\"corim-id\": \"compute/pxe/q35\"");

        byte[] unsigned = CBORObject.DecodeFromBytes(manifest).get(2).GetByteString();
        CBORObject tag = CBORObject.DecodeFromBytes(unsigned).get(1).get(0);
        Files.write(folder.resolve("comid.cbor"), tag.Untag().GetByteString());
        String shown = run("comid", "display", "--file=comid.cbor");
        for (int pcr : ENFORCE) {
            byte[] value = HexFormat.of().parseHex(RecordedBoot.reported(Bank.SHA256, pcr));
            assertThat(shown)
                    .as("PCR %s", pcr)
                    .containsPattern("\"value\": " + pcr + "\\s")
                    .contains("sha-256;" + Base64.getEncoder().encodeToString(value));
        }
    }

    private String run(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = cocli.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("the manifest lacks the digest");
    }

    /** As this cocli wants it, which takes the private key to verify, too. */
    private static String jwk(Map<String, byte[]> key) throws Exception {
        ECPublicKey point = (ECPublicKey) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(key.get("signer/cert.pem")))
                .getPublicKey();
        String pem = new String(key.get("signer/key.pem"), StandardCharsets.US_ASCII);
        ECPrivateKey scalar = (ECPrivateKey) KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""))));
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\",\"d\":\"%s\"}"
                .formatted(
                        number(point.getW().getAffineX()), number(point.getW().getAffineY()), number(scalar.getS()));
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] whole = new byte[32];
        int length = Math.min(bytes.length, whole.length);
        System.arraycopy(bytes, bytes.length - length, whole, whole.length - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }
}
