package io.jenkins.plugins.hallmark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.hallmark.baselines.repository.Credentials;
import io.jenkins.plugins.hallmark.fake.FakeCredentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final String PEM = """
            junk before
            -----BEGIN CERTIFICATE-----
            AAAA
            -----END CERTIFICATE-----
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            BBBB
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    private final FakeCredentials credentials = new FakeCredentials()
            .user("user", "robot", "pass-word")
            .text("text", "a-token")
            .text("pem-text", PEM)
            .file("pem-file", PEM)
            .ssh("ssh", "-----BEGIN OPENSSH PRIVATE KEY-----");
    private BaselinesSource source;

    @BeforeEach
    void configure() {
        source = new BaselinesSource("b", "https://git.example.org/b.git");
    }

    private Optional<String> part(String credential, String part) {
        source.setTargetCredentials(List.of(new TargetCredential("prod", credential)));
        return new TargetSecrets(source, credentials)
                .read("prod", part)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void a_user_name_with_password_has_these_two_parts() {
        assertThat(part("user", "user")).contains("robot");
        assertThat(part("user", "password")).contains("pass-word");
        assertThat(part("user", "token")).isEmpty();
        assertThat(part("user", "key.pem")).isEmpty();
    }

    @Test
    void a_secret_text_is_a_token_unless_it_is_pem() {
        assertThat(part("text", "token")).contains("a-token");
        assertThat(part("text", "key.pem")).isEmpty();
        assertThat(part("pem-text", "token")).isEmpty();
        assertThat(part("pem-text", "key.pem")).isPresent();
    }

    @Test
    void of_a_pem_file_each_part_gets_its_blocks_and_no_others() {
        assertThat(part("pem-file", "cert.pem"))
                .contains("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThat(part("pem-file", "key.pem"))
                .hasValueSatisfying(key -> assertThat(key)
                        .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nBBBB\n")
                        .doesNotContain("CERTIFICATE"));
    }

    @Test
    void an_ssh_key_is_what_ansible_gets_onto_nodes_with() {
        assertThat(part("ssh", "ssh_key")).contains("-----BEGIN OPENSSH PRIVATE KEY-----\n");
        assertThat(part("ssh", "ssh_passphrase")).isEmpty();
        assertThat(part("ssh", "become_password")).isEmpty();
    }

    @Test
    void a_target_that_needs_several_parts_has_an_entry_for_each() {
        Map<String, String> parts = Map.of(
                "become_password", "user", "known_hosts", "pem-file", "grub_password", "text", "host_key", "ssh");
        List<TargetCredential> given = new ArrayList<>(List.of(new TargetCredential("prod", "ssh")));
        parts.forEach((part, credential) -> {
            TargetCredential each = new TargetCredential("prod", credential);
            each.setPart(part);
            given.add(each);
        });
        source.setTargetCredentials(given);
        TargetSecrets secrets = new TargetSecrets(source, credentials);
        assertThat(secrets.read("prod", "ssh_key")).isPresent();
        assertThat(secrets.require("prod", "become_password"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("pass-word");
        assertThat(secrets.require("prod", "known_hosts"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(PEM);
        assertThat(secrets.require("prod", "grub_password"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("a-token");
        assertThat(secrets.require("prod", "host_key"))
                .asString(StandardCharsets.UTF_8)
                .startsWith("-----BEGIN");
        assertThat(secrets.read("prod", "token")).isEmpty();
    }

    @Test
    void authorities_come_from_the_credential_that_is_given_for_them_alone() {
        assertThat(part("pem-file", "ca.pem")).isEmpty();
        TargetCredential credential = new TargetCredential("prod", "text");
        credential.setAuthoritiesCredentialsId("pem-file");
        source.setTargetCredentials(List.of(credential));
        assertThat(new TargetSecrets(source, credentials).read("prod", "ca.pem"))
                .hasValueSatisfying(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("PRIVATE KEY"));
    }

    @Test
    void what_settings_name_and_no_administrator_gave_is_not_found_though_jenkins_has_it() {
        source.setTargetCredentials(List.of(new TargetCredential("prod", "text")));
        assertThat(new TargetSecrets(source, credentials).read("text", "token")).isEmpty();
        assertThat(credentials.asked()).isEmpty();
        assertThat(new TargetSecrets(source, credentials).describe("text", "token"))
                .contains("'text'", "'b'");
    }

    @Test
    void git_gets_a_user_or_a_key_and_the_key_is_in_no_file() throws Exception {
        source.setCredentialsId("user");
        assertThat(new SourceSecrets(source, credentials).git())
                .isInstanceOfSatisfying(
                        Credentials.UserPassword.class,
                        user -> assertThat(user.password().get()).containsExactly("pass-word".toCharArray()));
        source.setCredentialsId("ssh");
        assertThat(new SourceSecrets(source, credentials).git())
                .isInstanceOfSatisfying(Credentials.SshKey.class, key -> {
                    assertThat(key.privateKey().name()).isEqualTo("the credential 'ssh' of Jenkins");
                    assertThat(key.privateKey().content().get())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo("-----BEGIN OPENSSH PRIVATE KEY-----\n");
                });
    }

    @Test
    void a_credential_of_the_wrong_kind_or_none_is_told_with_what_is_wanted() {
        SourceSecrets secrets = new SourceSecrets(source, credentials);
        source.setCredentialsId("text");
        assertThatThrownBy(secrets::git)
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("must be a user name with password, or an SSH key")
                .hasMessageNotContaining("a-token");
        source.setCredentialsId("missing");
        assertThatThrownBy(secrets::git).hasMessageContaining("no credential 'missing'");
        assertThatThrownBy(secrets::forge).hasMessageContaining("token of the forge");
        source.setForgeCredentialsId("user");
        assertThatThrownBy(secrets::forge).hasMessageContaining("must be a secret text");
    }

    @Test
    void the_forges_token_is_where_hallmark_looks_for_it() throws Exception {
        source.setForgeCredentialsId("text");
        assertThat(new SourceSecrets(source, credentials).forge().require("forge", "token"))
                .isEqualTo("a-token".getBytes(StandardCharsets.UTF_8));
    }
}
