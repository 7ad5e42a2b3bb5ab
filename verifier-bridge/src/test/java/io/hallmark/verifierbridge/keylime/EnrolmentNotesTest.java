package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.tls.MutualTls;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.RecordedVerifier.Answer;
import io.hallmark.verifierbridge.keylime.client.KeylimeServer;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentNotesTest {
    @Test
    void names_of_other_people_that_look_like_a_note_are_passed_over(@TempDir Path folder) throws Exception {
        TestCertificates certificates = TestCertificates.in(Files.createDirectories(folder.resolve("certificates")));
        certificates.credential(folder.resolve("secrets"), "prod", "ca", "client");
        String names = "{\"results\": {\"mbpolicy names\": [\"HALLMARK-ENROLLING.hallmark.node-1\","
                + " \"HALLMARK-ENROLLING.hallmark.\", \"HALLMARK-ENROLLING.hallmark.-x\","
                + " \"HALLMARK-ENROLLING.hallmark.a b\", \"HALLMARK-ENROLLING.hallmark."
                + "a".repeat(100) + "\", \"HALLMARK-ENROLLING.other.node-2\", \"web-tier\"]}}";
        try (RecordedVerifier verifier = new RecordedVerifier(certificates.folder(), "server")) {
            verifier.answers("GET", "/versions", "01-versions")
                    .answers("GET", "/v2.6/mbpolicies/", new Answer(200, names.getBytes(StandardCharsets.UTF_8)));
            KeylimeServer server = KeylimeServer.verifier(
                    verifier.url(),
                    MutualTls.context(new SecretFolder(folder.resolve("secrets")), "prod", Optional.empty()),
                    Duration.ofSeconds(20));

            assertThat(new EnrolmentNotes(NamedPolicies.measuredBoot(server), new OwnNames("hallmark")).agents())
                    .containsExactly("node-1");
        }
    }
}
