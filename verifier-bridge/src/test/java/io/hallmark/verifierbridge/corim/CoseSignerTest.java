package io.hallmark.verifierbridge.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.verifierbridge.Keys;
import io.hallmark.verifierbridge.RecordedBoot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoseSignerTest {
    private static final byte[] MANIFEST = "a manifest".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"P-256,-7,SHA256", "P-384,-35,SHA384", "P-521,-36,SHA512"})
    void the_certificate_in_the_message_verifies_the_signature(String curve, int algorithm, String hash)
            throws Exception {
        CoseSigner signer = signer(Keys.ec(folder, "signer", curve), Optional.of("baselines-2026"));

        CBORObject message = CBORObject.DecodeFromBytes(signer.sign(MANIFEST, "Example"));

        assertThat(message.HasMostOuterTag(18)).isTrue();
        byte[] headers = message.get(0).GetByteString();
        CBORObject protectedHeaders = CBORObject.DecodeFromBytes(headers);
        assertThat(protectedHeaders.get(1).AsInt32()).isEqualTo(algorithm);
        assertThat(protectedHeaders.get(3).AsString()).isEqualTo("application/rim+cbor");
        assertThat(protectedHeaders.get(4).GetByteString())
                .isEqualTo("baselines-2026".getBytes(StandardCharsets.US_ASCII));
        CBORObject meta = CBORObject.DecodeFromBytes(protectedHeaders.get(8).GetByteString());
        assertThat(meta.get(0).get(0).AsString()).isEqualTo("Example");
        assertThat(message.get(1).size()).isZero();
        assertThat(message.get(2).GetByteString()).isEqualTo(MANIFEST);

        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(protectedHeaders.get(33).GetByteString()));
        Signature verifier = Signature.getInstance(hash + "withECDSAinP1363Format");
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(CBORObject.NewArray()
                .Add("Signature1")
                .Add(headers)
                .Add(new byte[0])
                .Add(MANIFEST)
                .EncodeToBytes());
        assertThat(verifier.verify(message.get(3).GetByteString())).isTrue();
    }

    @Test
    void signing_twice_gives_the_same_bytes() throws Exception {
        CoseSigner signer = signer(Keys.ec(folder, "signer", "P-256"), Optional.empty());

        assertThat(signer.sign(MANIFEST, "Example")).isEqualTo(signer.sign(MANIFEST, "Example"));
    }

    @Test
    void a_key_in_sec_1_signs_the_same_as_in_pkcs_8() throws Exception {
        Map<String, byte[]> pkcs8 = Keys.ec(folder, "signer", "P-256");
        Keys.openssl(folder, "ec", "-in", "signer.key.pem", "-out", "sec1.pem");
        byte[] sec1 = Files.readAllBytes(folder.resolve("sec1.pem"));
        assertThat(new String(sec1, StandardCharsets.US_ASCII)).contains("BEGIN EC PRIVATE KEY");
        Map<String, byte[]> parts = new HashMap<>(pkcs8);
        parts.put("signer/key.pem", sec1);

        assertThat(signer(parts, Optional.empty()).sign(MANIFEST, "Example"))
                .isEqualTo(signer(pkcs8, Optional.empty()).sign(MANIFEST, "Example"));
    }

    @Test
    void an_rsa_key_is_refused_by_its_place() throws Exception {
        Map<String, byte[]> rsa = Keys.rsa(folder, "signer");

        assertThatThrownBy(() -> signer(rsa, Optional.empty()))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("the secret signer/key.pem is no EC key");
    }

    @Test
    void a_certificate_of_another_key_is_refused() throws Exception {
        Map<String, byte[]> parts = new HashMap<>(Keys.ec(folder, "signer", "P-256"));
        parts.put("signer/cert.pem", Keys.ec(folder, "other", "P-256").get("other/cert.pem"));

        assertThatThrownBy(() -> signer(parts, Optional.empty()))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("is not that of the key");
    }

    private static CoseSigner signer(Map<String, byte[]> parts, Optional<String> keyId) {
        return CoseSigner.of(RecordedBoot.secrets(parts), "signer", keyId);
    }
}
