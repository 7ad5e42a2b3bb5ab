package io.hallmark.baselines.approval;

import static io.hallmark.baselines.approval.Team.BASELINE;
import static io.hallmark.baselines.approval.Team.NOW;
import static io.hallmark.baselines.approval.Team.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.repository.Shell;
import io.hallmark.testsupport.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Approvals with keys and signatures of GnuPG. */
class OpenPgpApprovalTest {
    private static final String[] SIGNING = {
        "Key-Type: EDDSA", "Key-Curve: ed25519", "Key-Usage: sign", "Expire-Date: 0"
    };

    @TempDir
    Path home;

    Team team;
    Person build;

    @BeforeEach
    void start() {
        Tools.require("git");
        Tools.require("gpg");
        Tools.require("ssh-keygen");
        team = new Team(home);
        build = Person.withSsh(home, "build");
    }

    @AfterEach
    void stopAgent() {
        Shell.attempt(home, Map.of("GNUPGHOME", Person.gnupg(home).toString()), "gpgconf", "--kill", "all");
    }

    private String trusting(Person... approvers) {
        return team.commit(Optional.empty(), "hallmark.yaml", rules(List.of(approvers), List.of(build)));
    }

    private String approved(Person signer) {
        String change = team.commit(build, BASELINE, "new\n");
        team.tag(signer, "approved/1", change);
        return change;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Key-Type: EDDSA\nKey-Curve: ed25519",
                "Key-Type: RSA\nKey-Length: 3072",
                "Key-Type: ECDSA\nKey-Curve: nistp256",
                "Key-Type: ECDSA\nKey-Curve: nistp384"
            })
    void a_key_that_gnupg_made_approves(String type) {
        Person alice = Person.withOpenPgp(home, "alice", type, "Key-Usage: sign", "Expire-Date: 0");
        String trusted = trusting(alice);
        assertThat(team.approvers(trusted, approved(alice))).containsExactly("alice");
    }

    @Test
    void a_merge_may_be_signed_by_a_subkey() {
        Person alice = Person.withOpenPgp(
                home,
                "alice",
                "Key-Type: EDDSA",
                "Key-Curve: ed25519",
                "Key-Usage: cert",
                "Subkey-Type: EDDSA",
                "Subkey-Curve: ed25519",
                "Subkey-Usage: sign",
                "Expire-Date: 0");
        String trusted = trusting(alice);
        team.git("checkout", "-q", "-b", "proposal");
        team.commit(build, BASELINE, "new\n");
        team.git("checkout", "-q", "main");
        team.git(alice, "merge", "-q", "--no-ff", "-S", "-m", "Merge", "proposal");
        assertThat(team.approvers(trusted, team.head())).containsExactly("alice");
    }

    @Test
    void an_expired_key_approves_nothing_though_it_was_good_when_it_signed() {
        Person alice = Person.withOpenPgp(
                home,
                "alice",
                "Key-Type: EDDSA",
                "Key-Curve: ed25519",
                "Key-Usage: sign",
                "Expire-Date: 20260302T000000");
        String trusted = trusting(alice);
        String change = approved(alice);
        assertThat(team.check(Optional.of(trusted), change, NOW.minus(Duration.ofHours(13))))
                .isInstanceOf(ApprovalResult.Approved.class);
        assertThat(team.refusals(trusted, change))
                .contains("tag 'approved/1' does not count: its key expired at 2026-03-02T00:00:00Z (key of alice)");
    }

    @Test
    void an_expired_subkey_approves_nothing() {
        Person alice = Person.withOpenPgp(
                home, "alice", "Key-Type: EDDSA", "Key-Curve: ed25519", "Key-Usage: cert", "Expire-Date: 0");
        Path folder = Person.gnupg(home);
        Person.gpg(folder, Person.TIME, "--quick-add-key", fingerprint("alice"), "ed25519", "sign", "20260302T000000");
        Person later = Person.ofGnupg(home, "alice", Person.TIME);
        assertThat(later.key()).isNotEqualTo(alice.key());
        String trusted = trusting(later);
        String change = approved(later);
        assertThat(team.refusals(trusted, change)).contains("its key expired at 2026-03-02T00:00:00Z");
    }

    @Test
    void a_revoked_key_approves_nothing_even_if_only_the_new_state_knows_of_it() {
        Person alice = Person.withOpenPgp(home, "alice", SIGNING);
        Person bob = Person.withOpenPgp(home, "bob", SIGNING);
        String trusted = trusting(alice, bob);
        String change = approved(alice);
        assertThat(team.approvers(trusted, change)).containsExactly("alice");

        Person revoked = revoked(alice);
        String announced = team.commit(build, "hallmark.yaml", rules(List.of(revoked, bob), List.of(build)));
        team.tag(bob, "approved/2", announced);
        assertThat(team.refusals(trusted, announced))
                .startsWith("commit " + change.substring(0, 10))
                .contains("its key was revoked")
                .contains("(key of alice in the new rules)");
        team.tag(bob, "approved/3", change);
        assertThat(team.approvers(trusted, announced)).containsExactly("bob");

        String next = team.commit(build, BASELINE, "newer\n");
        team.git("tag", "approved/4", team.git("rev-parse", "approved/1"));
        assertThat(team.refusals(announced, next)).contains("it has none");
    }

    private Person revoked(Person person) {
        Path folder = Person.gnupg(home);
        Person.gpg(folder, Person.TIME, "--list-keys", person.name());
        Path certificate = Path.of(
                Shell.run(folder, "sh", "-c", "grep -l " + person.name() + "@ openpgp-revocs.d/*.rev | head -1"));
        Path usable = home.resolve("revocation.asc");
        Person.write(usable, Person.read(folder.resolve(certificate)).replace(":-----BEGIN", "-----BEGIN"));
        Person.gpg(folder, Person.TIME, "--import", usable.toString());
        return Person.ofGnupg(home, person.name(), Person.TIME);
    }

    @Test
    void a_key_that_may_not_sign_approves_nothing() {
        Person alice = Person.withOpenPgp(home, "alice", SIGNING);
        Path copy = home.resolve("copy");
        Shell.run(home, "cp", "-a", Person.gnupg(home).toString(), copy.toString());
        Shell.run(
                home,
                "sh",
                "-c",
                "printf 'change-usage\\ns\\nq\\nsave\\n' | gpg --homedir " + copy
                        + " --no-tty --quiet --faked-system-time 20260301T130000! --pinentry-mode loopback --passphrase '' --command-fd 0 --edit-key alice");
        String key = Person.gpg(copy, Person.TIME, "--armor", "--export", "alice");
        Shell.attempt(home, Map.of("GNUPGHOME", copy.toString()), "gpgconf", "--kill", "all");
        assertThat(key).isNotEqualTo(alice.key());
        String trusted = trusting(new Person("alice", key, alice.options(), alice.environment()));
        assertThat(team.refusals(trusted, approved(alice))).contains("its key is not one for signing (key of alice)");
    }

    @Test
    void a_key_may_be_prolonged_after_it_approved() {
        Person alice = Person.withOpenPgp(
                home,
                "alice",
                "Key-Type: EDDSA",
                "Key-Curve: ed25519",
                "Key-Usage: sign",
                "Expire-Date: 20260302T000000");
        Person bob = Person.withOpenPgp(home, "bob", SIGNING);
        String trusted = trusting(alice, bob);
        String change = approved(alice);
        String fingerprint = fingerprint("alice");
        Person.gpg(Person.gnupg(home), "20260301T130000", "--quick-set-expire", fingerprint, "20270101T000000");
        Person prolonged = Person.ofGnupg(home, "alice", Person.TIME);
        String announced = team.commit(build, "hallmark.yaml", rules(List.of(prolonged, bob), List.of(build)));
        team.tag(bob, "approved/2", announced);
        assertThat(team.check(Optional.of(trusted), announced, NOW.minus(Duration.ofHours(13))))
                .isInstanceOf(ApprovalResult.Approved.class);
        assertThat(team.refusals(trusted, announced))
                .startsWith("commit " + change.substring(0, 10))
                .contains("its key expired at 2026-03-02T00:00:00Z (key of alice)");
    }

    private String fingerprint(String name) {
        return Person.gpg(Person.gnupg(home), Person.TIME, "--with-colons", "--list-keys", name)
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":")[9];
    }

    @Test
    void a_sha1_signature_approves_nothing() {
        Person alice = Person.withOpenPgp(home, "alice", "Key-Type: RSA", "Key-Length: 2048", "Expire-Date: 0");
        Person weak = Person.ofGnupg(home, "alice", Person.TIME, "--digest-algo", "SHA1");
        String trusted = trusting(alice);
        assertThat(team.refusals(trusted, approved(weak)))
                .contains("it uses SHA-1 or another hash that can be forged; sign with SHA-256 or SHA-512");
    }

    @Test
    void a_signature_from_the_future_approves_nothing() {
        Person alice = Person.withOpenPgp(home, "alice", SIGNING);
        String trusted = trusting(alice);
        assertThat(team.refusals(trusted, approved(Person.ofGnupg(home, "alice", "20260401T120000"))))
                .contains("it is dated in the future");
    }

    @Test
    void a_signature_that_is_older_than_its_key_approves_nothing() {
        Person alice = Person.withOpenPgp(home, "alice", SIGNING);
        String trusted = trusting(alice);
        Person early =
                Person.ofGnupg(home, "alice", "20260101T120000", "--ignore-time-conflict", "--ignore-valid-from");
        assertThat(team.refusals(trusted, approved(early))).contains("it is older than its key");
    }

    @Test
    void somebody_elses_key_approves_nothing() {
        Person alice = Person.withOpenPgp(home, "alice", SIGNING);
        Person mallory = Person.withOpenPgp(home, "mallory", SIGNING);
        String trusted = trusting(alice);
        assertThat(team.refusals(trusted, approved(mallory)))
                .contains("tag 'approved/1' does not count: OpenPGP key")
                .contains("is not among the keys of the rules that count");
    }

    @Test
    void several_keys_in_one_and_secret_keys_are_no_usable_rules() {
        Person alice = Person.withOpenPgp(home, "alice", SIGNING);
        Person bob = Person.withOpenPgp(home, "bob", SIGNING);
        String both = Person.gpg(Person.gnupg(home), Person.TIME, "--armor", "--export", "alice", "bob");
        String two = trusting(new Person("alice", both, List.of(), Map.of()));
        String change = approved(bob);
        assertThatThrownBy(() -> team.check(two, change)).hasMessageContaining("holds 2 OpenPGP public keys");
        String secret = Person.gpg(Person.gnupg(home), Person.TIME, "--armor", "--export-secret-keys", "alice");
        String one = trusting(new Person("alice", secret, List.of(), alice.environment()));
        String next = team.commit(build, BASELINE, "newer\n");
        assertThatThrownBy(() -> team.check(one, next)).hasMessageContaining("is no usable key");
    }
}
