package io.hallmark.baselines.approval;

import static io.hallmark.baselines.approval.Team.BASELINE;
import static io.hallmark.baselines.approval.Team.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Identity;
import io.hallmark.baselines.repository.Shell;
import io.hallmark.testsupport.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Hallmark writes when somebody approves, and that the real tools can read it. */
class ApproveTest {
    private static final int PEOPLE = 6;
    private static final Identity WHO = new Identity("Somebody", "somebody@example.org");

    @TempDir
    Path home;

    Team team;
    Person build;
    List<Person> people = new ArrayList<>();
    String trusted;
    String change;

    @BeforeEach
    void start() {
        Tools.require("git");
        Tools.require("ssh-keygen");
        team = new Team(home);
        build = Person.withSsh(home, "build");
        for (int i = 0; i < PEOPLE; i++) {
            people.add(Person.withSsh(home, "person" + i));
        }
        trusted = team.commit(Optional.empty(), "hallmark.yaml", rules(PEOPLE, people, List.of(build), ""));
        change = team.commit(build, BASELINE, "new\n");
        team.push();
    }

    private static CommitSigner signer(Person person) {
        return CommitSigner.ssh(person.keyFile(), Optional.empty());
    }

    @Test
    void several_who_approve_at_once_lose_nothing() throws Exception {
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            Person person = people.get(i);
            String cache = "cache" + i % 3;
            work.add(() -> {
                try (BaselinesRepository repository = team.open(cache)) {
                    return repository.approve(change, signer(person), WHO);
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
        try {
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        team.fetch();
        assertThat(team.approvers(trusted, change))
                .containsExactlyElementsOf(people.stream().map(Person::name).toList());
        assertThat(team.git("rev-list", "--count", "refs/notes/hallmark-approvals"))
                .isEqualTo("" + PEOPLE);
        team.git("fsck", "--strict");
    }

    @Test
    void approving_again_changes_nothing() {
        try (BaselinesRepository repository = team.open("cache")) {
            assertThat(repository.approve(change, signer(people.get(0)), WHO)).isTrue();
            assertThat(repository.approve(change, signer(people.get(0)), WHO)).isFalse();
        }
        team.fetch();
        assertThat(team.git("rev-list", "--count", "refs/notes/hallmark-approvals"))
                .isEqualTo("1");
    }

    @Test
    void ssh_keygen_verifies_the_note() {
        try (BaselinesRepository repository = team.open("cache")) {
            repository.approve(change, signer(people.get(0)), WHO);
        }
        team.fetch();
        String note = team.git("notes", "--ref=hallmark-approvals", "show", change);
        int end = note.indexOf("-----BEGIN");
        assertThat(note.substring(0, end)).isEqualTo("hallmark-approval v1\ncommit " + change + "\n");
        Person.write(home.resolve("payload"), note.substring(0, end));
        Person.write(home.resolve("signature"), note.substring(end) + "\n");
        Person.write(home.resolve("allowed"), "person0 " + people.get(0).key());
        assertThat(Shell.run(
                        home, "sh", "-c", "ssh-keygen -Y verify -f allowed -I person0 -n git -s signature < payload"))
                .contains("Good \"git\" signature for person0");
    }

    @Test
    void an_approval_is_added_to_what_people_wrote_themselves() {
        team.note(people.get(1), change);
        team.git("notes", "--ref=hallmark-approvals", "append", "-m", "Looks good to me.", change);
        team.push();
        try (BaselinesRepository repository = team.open("cache")) {
            repository.approve(change, signer(people.get(0)), WHO);
        }
        team.fetch();
        team.note(people.get(2), change);
        assertThat(team.refusals(trusted, change)).contains("it has 3 (person0, person1, person2)");
    }

    @Test
    void git_verifies_the_tag() {
        try (BaselinesRepository repository = team.open("cache")) {
            repository.approveByTag(change, "approved/7", signer(people.get(0)), WHO);
            assertThatThrownBy(() -> repository.approveByTag(change, "approved/7", signer(people.get(1)), WHO))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("the tag 'approved/7' is there already");
            assertThatThrownBy(() -> repository.approveByTag(change, "a b", signer(people.get(1)), WHO))
                    .hasMessageContaining("can't be the name of a tag");
        }
        team.fetch();
        Person.write(
                home.resolve("allowed"), "somebody@example.org " + people.get(0).key());
        assertThat(team.git("-c", "gpg.ssh.allowedSignersFile=" + home.resolve("allowed"), "verify-tag", "approved/7"))
                .contains("Good \"git\" signature for somebody@example.org");
        assertThat(team.git("rev-parse", "approved/7^{commit}")).isEqualTo(change);
        assertThat(team.refusals(trusted, change)).contains("it has 1 (person0)");
    }

    @Test
    void an_openpgp_key_approves_too() {
        Tools.require("gpg");
        Person gnupg = Person.withOpenPgp(home, "greta", "Key-Type: EDDSA", "Key-Curve: ed25519", "Key-Usage: sign");
        String secret = Person.gpg(Person.gnupg(home), Person.TIME, "--armor", "--export-secret-keys", "greta");
        Person.write(home.resolve("secret.asc"), secret);
        Shell.attempt(home, Map.of("GNUPGHOME", Person.gnupg(home).toString()), "gpgconf", "--kill", "all");
        String start = team.commit(Optional.empty(), "hallmark.yaml", rules(List.of(gnupg), List.of(build)));
        String next = team.commit(build, BASELINE, "newer\n");
        team.push();
        try (BaselinesRepository repository = team.open("cache")) {
            CommitSigner signer = CommitSigner.openPgp(home.resolve("secret.asc"), Optional.empty(), Optional.empty());
            repository.approve(next, signer, WHO);
            repository.approveByTag(next, "approved/8", signer, WHO);
        }
        team.fetch();
        assertThat(team.approvers(start, next)).containsExactly("greta");
    }

    @Test
    void a_note_with_more_than_people_write_is_refused() {
        try (BaselinesRepository repository = team.open("cache")) {
            repository.approve(change, signer(people.get(0)), WHO);
        }
        team.fetch();
        String note = team.git("notes", "--ref=hallmark-approvals", "show", change);
        Person.write(home.resolve("many"), (note + "\n").repeat(65));
        team.git(
                "notes",
                "--ref=hallmark-approvals",
                "add",
                "-f",
                "-F",
                home.resolve("many").toString(),
                change);
        assertThatThrownBy(() -> team.check(trusted, change))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("the note of commit " + change.substring(0, 10))
                .hasMessageContaining("holds more than 64 approvals");
    }

    @Test
    void a_commit_may_be_named_by_its_beginning_or_its_branch() {
        team.git("tag", "blob", team.git("rev-parse", change + ":hallmark.yaml"));
        team.push();
        try (BaselinesRepository repository = team.open("cache")) {
            assertThat(repository.named(change.substring(0, 10)).commit()).isEqualTo(change);
            assertThat(repository.named("main").commit()).isEqualTo(change);
            assertThatThrownBy(() -> repository.named("0000000")).hasMessageContaining("no commit 0000000");
            assertThatThrownBy(() -> repository.named("beef")).hasMessageContaining("no branch 'beef'");
            assertThatThrownBy(() -> repository.named("..")).hasMessageContaining("no branch '..'");
        }
        assertThat(team.refusals(trusted, change)).contains("it has none");
    }

    @Test
    void an_id_comes_before_a_branch_of_its_name_and_the_beginning_of_one_may_not_be_a_branch() {
        String beginning = change.substring(0, 7);
        team.git("branch", beginning, trusted);
        team.git("update-ref", "refs/heads/" + change, trusted);
        team.git("branch", "beef", trusted);
        team.git("push", "-q", "origin", "refs/heads/*:refs/heads/*");
        try (BaselinesRepository repository = team.open("cache")) {
            assertThat(repository.named(change).commit()).isEqualTo(change);
            assertThatThrownBy(() -> repository.named(beginning))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("'" + beginning + "' is a branch of")
                    .hasMessageContaining("give all 40 hex digits");
            assertThat(repository.named("beef").commit())
                    .as("too short for an id")
                    .isEqualTo(trusted);
        }
    }
}
