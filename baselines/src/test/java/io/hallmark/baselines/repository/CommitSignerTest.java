package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.ProposalResult.Pushed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every signature is checked by the real Git with the real OpenSSH and GnuPG. */
class CommitSignerTest {
    private static final Optional<Supplier<char[]>> NO_PASSPHRASE = Optional.empty();

    @TempDir
    Path home;

    Remote remote;

    @BeforeEach
    void makeRemote() {
        remote = Remote.withTemplate(home);
    }

    @AfterEach
    void stopAgent() {
        if (Files.exists(home.resolve("gnupg"))) {
            Shell.attempt(home, gnupg(), "gpgconf", "--kill", "all");
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519,''", "rsa,''", "ecdsa,''", "ed25519,tr0ub4dor", "rsa,tr0ub4dor"})
    void git_verifies_what_an_ssh_key_signs(String type, String passphrase) throws IOException {
        Path key = sshKey(type, passphrase);
        Pushed pushed = propose(CommitSigner.ssh(key, secret(passphrase)));
        assertThat(verifySsh(key, pushed.commit())).contains("Good \"git\" signature for build@example.org");
    }

    @Test
    void an_ssh_key_may_be_named_by_its_public_part() throws IOException {
        Path key = sshKey("ed25519", "");
        Pushed pushed = propose(CommitSigner.ssh(key.resolveSibling(key.getFileName() + ".pub"), NO_PASSPHRASE));
        assertThat(verifySsh(key, pushed.commit())).contains("Good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa3072", "nistp256"})
    void git_verifies_what_an_openpgp_key_signs(String algorithm) {
        Path exported = openPgpKey(algorithm, "");
        Pushed pushed = propose(CommitSigner.openPgp(exported, Optional.of("build@example.org"), NO_PASSPHRASE));
        Shell.Result verified = Shell.attempt(remote.bare, gnupg(), "git", "verify-commit", pushed.commit());
        assertThat(verified.output()).contains("Good signature from \"Build <build@example.org>\"");
        assertThat(verified.code()).isZero();
    }

    @Test
    void an_encrypted_openpgp_key_asks_for_its_passphrase() {
        Path exported = openPgpKey("ed25519", "tr0ub4dor");
        Pushed pushed = propose(CommitSigner.openPgp(exported, Optional.empty(), secret("tr0ub4dor")));
        assertThat(Shell.attempt(remote.bare, gnupg(), "git", "verify-commit", pushed.commit())
                        .code())
                .isZero();
        remote.git("branch", "-D", "hallmark/compute");
        assertThatThrownBy(() -> propose(CommitSigner.openPgp(exported, Optional.empty(), NO_PASSPHRASE)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("is encrypted: give its passphrase");
        assertThatThrownBy(() -> propose(CommitSigner.openPgp(exported, Optional.empty(), secret("wr0ng"))))
                .hasMessageContaining("the passphrase does not open")
                .hasMessageNotContaining("wr0ng");
        assertThatThrownBy(() -> propose(CommitSigner.openPgp(exported, Optional.of("eve@example.org"), NO_PASSPHRASE)))
                .hasMessageContaining("is called 'eve@example.org'");
    }

    @Test
    void signing_twice_gives_the_same_commit() throws IOException {
        CommitSigner ssh = CommitSigner.ssh(sshKey("ed25519", ""), NO_PASSPHRASE);
        CommitSigner openPgp = CommitSigner.openPgp(openPgpKey("ed25519", ""), Optional.empty(), NO_PASSPHRASE);
        for (CommitSigner signer : new CommitSigner[] {ssh, openPgp}) {
            Pushed first = propose(signer);
            remote.git("branch", "-D", "hallmark/compute");
            assertThat(propose(signer).commit()).isEqualTo(first.commit());
            remote.git("branch", "-D", "hallmark/compute");
        }
    }

    @Test
    void an_unsigned_proposal_is_replaced_when_signatures_are_asked_for() throws IOException {
        CommitSigner signer = CommitSigner.ssh(sshKey("ed25519", ""), NO_PASSPHRASE);
        try (BaselinesRepository repository = remote.open()) {
            repository.propose(Remote.proposal("compute", "new\n"));
            assertThat(repository.propose(signed(signer))).isInstanceOf(Pushed.class);
            assertThat(repository.propose(signed(signer))).isInstanceOf(ProposalResult.AlreadyProposed.class);
        }
    }

    @Test
    void a_key_that_can_not_be_used_is_named_and_nothing_is_pushed() throws IOException {
        Path encrypted = sshKey("ed25519", "tr0ub4dor");
        Files.delete(encrypted.resolveSibling(encrypted.getFileName() + ".pub"));
        assertThatThrownBy(() -> propose(CommitSigner.ssh(encrypted, NO_PASSPHRASE)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining(encrypted.toString());
        assertThatThrownBy(() -> propose(CommitSigner.ssh(encrypted, secret("wr0ng"))))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining(encrypted.toString())
                .hasMessageNotContaining("wr0ng");
        assertThatThrownBy(() -> propose(CommitSigner.ssh(home.resolve("nowhere"), NO_PASSPHRASE)))
                .hasMessageContaining("no such SSH key");
        Path garbage = Files.writeString(home.resolve("garbage"), "hello");
        assertThatThrownBy(() -> propose(CommitSigner.ssh(garbage, NO_PASSPHRASE)))
                .hasMessageContaining("can't sign");
        assertThatThrownBy(() -> propose(CommitSigner.openPgp(garbage, Optional.empty(), NO_PASSPHRASE)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining(garbage.toString());
        assertThat(remote.git("branch", "--list")).doesNotContain("hallmark");
    }

    private Pushed propose(CommitSigner signer) {
        try (BaselinesRepository repository = remote.open()) {
            return (Pushed) repository.propose(signed(signer));
        }
    }

    private static Proposal signed(CommitSigner signer) {
        Proposal plain = Remote.proposal("compute", "new\n");
        return new Proposal("main", plain.branch(), plain.author(), Optional.of(signer), plain.change(), true);
    }

    private static Optional<Supplier<char[]>> secret(String passphrase) {
        return passphrase.isEmpty() ? NO_PASSPHRASE : Optional.of(passphrase::toCharArray);
    }

    private Path sshKey(String type, String passphrase) throws IOException {
        // A blank in the path: JGit takes the value for a public key when it looks like one.
        Path key = Files.createDirectories(home.resolve("my keys")).resolve("id " + type);
        Shell.run(home, "ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "build", "-f", key.toString());
        return key;
    }

    private String verifySsh(Path key, String commit) throws IOException {
        Path allowed = home.resolve("allowed");
        Files.writeString(
                allowed, "build@example.org " + Files.readString(key.resolveSibling(key.getFileName() + ".pub")));
        return remote.git("-c", "gpg.ssh.allowedSignersFile=" + allowed, "verify-commit", commit);
    }

    private Map<String, String> gnupg() {
        return Map.of("GNUPGHOME", home.resolve("gnupg").toString());
    }

    private Path openPgpKey(String algorithm, String passphrase) {
        try {
            Path folder = home.resolve("gnupg");
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            gpg("--passphrase", passphrase, "--quick-gen-key", "Build <build@example.org>", algorithm, "sign", "never");
            Path exported = home.resolve("secret.asc");
            gpg("--passphrase", passphrase, "--armor", "--output", exported.toString(), "--export-secret-keys");
            return exported;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void gpg(String... arguments) {
        String[] command = new String[arguments.length + 5];
        System.arraycopy(new String[] {"gpg", "--batch", "--quiet", "--pinentry-mode", "loopback"}, 0, command, 0, 5);
        System.arraycopy(arguments, 0, command, 5, arguments.length);
        Shell.Result result = Shell.attempt(home, gnupg(), command);
        assertThat(result.code()).as(result.output()).isZero();
    }
}
