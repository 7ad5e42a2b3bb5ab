package io.hallmark.baselines.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.io.PemReader;
import io.hallmark.testsupport.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in certificates, by RFC 6125. */
class ServerNameTest {
    @TempDir
    Path folder;

    @Test
    void only_alternative_names_count_and_a_wildcard_is_one_whole_label() throws Exception {
        TestCertificates.in(folder)
                .openssl(
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        "k.key",
                        "-out",
                        "names.pem",
                        "-subj",
                        "/CN=common.example.org",
                        "-addext",
                        "subjectAltName=DNS:a.example.org,DNS:*.pool.example.org,DNS:*.org,IP:192.0.2.7");
        X509Certificate certificate = PemReader.certificates(Files.readAllBytes(folder.resolve("names.pem")), "names")
                .get(0);
        Map<String, Boolean> names = Map.of(
                "a.example.org", true,
                "A.Example.ORG", true,
                "b.pool.example.org", true,
                "192.0.2.7", true,
                "common.example.org", false,
                "b.c.pool.example.org", false,
                "pool.example.org", false,
                ".pool.example.org", false,
                "example.org", false,
                "192.0.2.8", false);
        for (Map.Entry<String, Boolean> name : names.entrySet()) {
            assertThat(new ServerName(name.getKey()).isIn(certificate))
                    .as(name.getKey())
                    .isEqualTo(name.getValue());
        }
    }
}
