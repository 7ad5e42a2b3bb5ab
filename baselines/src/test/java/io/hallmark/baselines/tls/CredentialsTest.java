package io.hallmark.baselines.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.testsupport.TestCertificates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials as OpenSSL and people make them. */
class CredentialsTest {
    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    @TempDir
    Path secrets;

    private Path parts;

    @BeforeAll
    static void make() {
        certificates = TestCertificates.in(folder);
        certificates.openssl("rsa", "-in", "client.key", "-traditional", "-out", "client.pkcs1.key");
        String pass = "pass:" + TestCertificates.PASSWORD;
        certificates.openssl("pkcs8", "-topk8", "-in", "client.key", "-out", "client.encrypted.key", "-passout", pass);
        certificates.openssl(
                "pkcs8", "-topk8", "-in", "client.key", "-v2", "des3", "-out", "client.des3.key", "-passout", pass);
        certificates.openssl(
                "rsa", "-in", "client.key", "-traditional", "-aes128", "-out", "client.legacy.key", "-passout", pass);
        certificates.openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", "ec.key");
        certificates.openssl("req", "-x509", "-key", "ec.key", "-out", "ec.pem", "-subj", "/CN=ec", "-days", "3650");
    }

    @BeforeEach
    void credential() {
        parts = certificates.credential(secrets, "prod", "ca", "client");
    }

    @Test
    void keys_are_read_in_the_forms_that_openssl_writes() throws Exception {
        context();
        for (String form : new String[] {"pkcs1", "encrypted", "des3", "legacy"}) {
            Files.copy(folder.resolve("client." + form + ".key"), replaced("key.pem"));
            Files.writeString(parts.resolve("key-password"), TestCertificates.PASSWORD + "\n");
            context();
        }
        Files.copy(folder.resolve("ec.key"), replaced("key.pem"));
        Files.copy(folder.resolve("ec.pem"), replaced("cert.pem"));
        context();
    }

    @Test
    void what_is_wrong_with_a_credential_is_told_with_the_place_and_never_with_the_content() throws Exception {
        String key = Files.readString(folder.resolve("client.key"));
        String secret = key.lines().skip(3).findFirst().orElseThrow();

        Files.copy(folder.resolve("stranger.key"), replaced("key.pem"));
        assertFails("is not the key of the first certificate", secret);

        Files.writeString(replaced("key.pem"), key.replace("BEGIN PRIVATE", "BEGIN PUBLIC"));
        assertFails("key.pem", secret);

        Files.writeString(replaced("key.pem"), key.replace(secret, secret.substring(1)));
        assertFails("is no private key in PEM that can be read", secret.substring(1));

        Files.writeString(
                replaced("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64("no key at all " + secret) + "\n-----END PRIVATE KEY-----\n");
        assertFails("is no private key in PEM that can be read", secret);

        Files.copy(folder.resolve("client.encrypted.key"), replaced("key.pem"));
        assertFails("is encrypted: put its password into", secret);

        Files.writeString(parts.resolve("key-password"), TestCertificates.PASSWORD + "!");
        assertFails("can't be decrypted", TestCertificates.PASSWORD);

        Files.copy(folder.resolve("client.key"), replaced("key.pem"));
        Files.copy(folder.resolve("client.key"), replaced("cert.pem"));
        assertFails("is no certificate in PEM", secret);

        Files.delete(parts.resolve("ca.pem"));
        assertFails("has no ca.pem: put it into", secret);
    }

    private void context() {
        assertThat(MutualTls.context(new SecretFolder(secrets), "prod", Optional.empty()))
                .isNotNull();
    }

    private void assertFails(String message, String secret) {
        assertThatThrownBy(this::context)
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining(message)
                .satisfies(e -> {
                    StringWriter trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain(secret, base64(secret));
                });
    }

    private Path replaced(String part) throws Exception {
        Files.deleteIfExists(parts.resolve(part));
        return parts.resolve(part);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
