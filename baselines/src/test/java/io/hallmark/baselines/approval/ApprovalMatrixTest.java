package io.hallmark.baselines.approval;

import static io.hallmark.baselines.approval.Team.BASELINE;
import static io.hallmark.baselines.approval.Team.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.approval.ApprovalResult.Approved;
import io.hallmark.testsupport.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may approve what, with keys of ssh-keygen and commits, tags and notes of Git. */
class ApprovalMatrixTest {
    @TempDir
    Path home;

    Team team;
    Person alice;
    Person bob;
    Person mallory;
    Person build;
    String trusted;

    @BeforeEach
    void start() {
        Tools.require("git");
        Tools.require("ssh-keygen");
        team = new Team(home);
        alice = Person.withSsh(home, "alice");
        bob = Person.withSsh(home, "bob");
        mallory = Person.withSsh(home, "mallory");
        build = Person.withSsh(home, "build");
        trusted = team.commit(Optional.empty(), "hallmark.yaml", rules(List.of(alice, bob), List.of(build)));
    }

    @Test
    void the_published_commit_itself_needs_nothing() {
        assertThat(team.check(trusted, trusted)).isEqualTo(new Approved(trusted, List.of()));
    }

    @Test
    void a_change_that_nobody_approved_is_refused_with_its_name_and_what_to_do() {
        String change = team.commit(build, BASELINE, "new\n");
        assertThat(team.refusals(trusted, change))
                .isEqualTo("commit " + change.substring(0, 10) + ": " + BASELINE
                        + " needs 1 approval by others than the proposer (build); it has none; approve it with"
                        + " 'hallmark approve' or a signed tag, or sign the commit that merges it");
    }

    @Test
    void a_signed_tag_approves() {
        String change = team.commit(build, BASELINE, "new\n");
        team.tag(alice, "approved/1", change);
        assertThat(team.approvers(trusted, change)).containsExactly("alice");
    }

    @Test
    void a_signed_note_approves() {
        String change = team.commit(build, BASELINE, "new\n");
        team.note(alice, change);
        assertThat(team.approvers(trusted, change)).containsExactly("alice");
    }

    @Test
    void an_unsigned_tag_or_note_approves_nothing() {
        String change = team.commit(build, BASELINE, "new\n");
        team.git("tag", "-a", "-m", "approved by alice", "approved/1", change);
        team.git("notes", "--ref=hallmark-approvals", "add", "-m", "hallmark-approval v1", change);
        assertThat(team.refusals(trusted, change)).contains("it has none");
    }

    @Test
    void a_key_that_the_rules_do_not_name_approves_nothing() {
        String change = team.commit(build, BASELINE, "new\n");
        team.tag(mallory, "approved/1", change);
        assertThat(team.refusals(trusted, change))
                .contains("tag 'approved/1' does not count: SSH key SHA256:")
                .contains("is not among the keys of the rules that count");
    }

    @Test
    void a_signature_of_something_else_approves_nothing() {
        String change = team.commit(build, BASELINE, "new\n");
        team.note(alice, change);
        String note = team.git("notes", "--ref=hallmark-approvals", "show", change);
        String later = team.commit(build, BASELINE, "newer\n");
        team.git("notes", "--ref=hallmark-approvals", "add", "-m", note.replace(change, later), later);
        assertThat(team.refusals(trusted, later))
                .contains("signature 1 in its note does not count: it does not fit what it is attached to (key of"
                        + " alice)");
    }

    @Test
    void a_note_that_names_another_commit_approves_nothing() {
        String change = team.commit(build, BASELINE, "new\n");
        String later = team.commit(build, BASELINE, "newer\n");
        team.note(alice, change);
        team.note(alice, later, change, "git");
        assertThat(team.refusals(trusted, later)).contains("it names another commit, or none");
    }

    @Test
    void a_signature_for_another_purpose_approves_nothing() {
        String change = team.commit(build, BASELINE, "new\n");
        team.note(alice, change, change, "file");
        assertThat(team.refusals(trusted, change)).contains("it was made for another purpose than Git");
    }

    @Test
    void a_tag_of_an_ancestor_or_of_a_descendant_does_not_approve_a_commit() {
        String first = team.commit(build, BASELINE, "new\n");
        String second = team.commit(build, BASELINE, "newer\n");
        team.tag(alice, "ancestor", first);
        assertThat(team.refusals(trusted, second))
                .startsWith("commit " + second.substring(0, 10))
                .doesNotContain(first.substring(0, 10));
        team.git("tag", "-d", "ancestor");
        team.tag(alice, "descendant", second);
        assertThat(team.refusals(trusted, second))
                .startsWith("commit " + first.substring(0, 10))
                .doesNotContain("commit " + second.substring(0, 10));
    }

    @Test
    void nobody_approves_what_they_proposed() {
        String change = team.commit(alice, BASELINE, "new\n");
        team.tag(alice, "approved/1", change);
        team.note(alice, change);
        assertThat(team.refusals(trusted, change))
                .contains("needs 1 approval by others than the proposer (alice); it has none")
                .contains("by alice does not count: nobody approves what they proposed");
        team.note(bob, change);
        assertThat(team.approvers(trusted, change)).containsExactly("bob");
    }

    @Test
    void a_second_key_does_not_make_a_second_person() {
        Person again = Person.withSsh(home, "alice", "ecdsa");
        Person two = new Person(
                "alice", alice.key().strip() + "\", \"" + again.key().strip(), List.of(), alice.environment());
        String start = team.commit(Optional.empty(), "hallmark.yaml", rules(2, List.of(two, bob), List.of(build), ""));
        String change = team.commit(build, BASELINE, "new\n");
        team.tag(alice, "one", change);
        team.tag(again, "two", change);
        assertThat(team.refusals(start, change)).contains("needs 2 approvals").contains("it has 1 (alice)");
        String own = team.commit(again, BASELINE, "newer\n");
        team.tag(bob, "three", change);
        team.tag(alice, "own", own);
        team.tag(bob, "own2", own);
        assertThat(team.refusals(start, own))
                .contains("nobody approves what they proposed")
                .contains("it has 1 (bob)");
    }

    @Test
    void one_person_who_signs_twice_counts_once() {
        String start =
                team.commit(Optional.empty(), "hallmark.yaml", rules(2, List.of(alice, bob), List.of(build), ""));
        String change = team.commit(build, BASELINE, "new\n");
        team.note(alice, change);
        team.note(alice, change);
        team.tag(alice, "approved/1", change);
        assertThat(team.refusals(start, change)).contains("needs 2 approvals").contains("it has 1 (alice)");
        team.note(bob, change);
        assertThat(team.approvers(start, change)).containsExactly("alice", "bob");
    }

    @Test
    void a_name_in_a_commit_proves_nothing() {
        team.write(BASELINE, "new\n");
        team.git(mallory, "commit", "-q", "-S", "--author", "build <build@example.org>", "-m", "new");
        String change = team.head();
        team.git(
                mallory,
                "-c",
                "user.name=alice",
                "-c",
                "user.email=alice@example.org",
                "tag",
                "-s",
                "-m",
                "a",
                "a",
                change);
        assertThat(team.refusals(trusted, change)).contains("it has none").contains("no known key signed the proposal");
    }

    @Test
    void a_proposal_that_no_known_key_signed_may_be_anybodys_so_it_needs_one_more() {
        String change = team.commit(Optional.empty(), BASELINE, "new\n");
        team.tag(alice, "one", change);
        assertThat(team.refusals(trusted, change))
                .contains("needs 1 approval by others than the proposer, and one more because no known key signed")
                .contains("it has 1 (alice)");
        team.tag(bob, "two", change);
        assertThat(team.approvers(trusted, change)).containsExactly("alice", "bob");
    }

    @Test
    void a_key_for_proposals_approves_nothing() {
        String change = team.commit(alice, BASELINE, "new\n");
        team.tag(build, "approved/1", change);
        assertThat(team.refusals(trusted, change)).contains("tag 'approved/1' by build, who may propose only");
    }

    @Test
    void paths_may_need_more_approvals_than_others() {
        String start = team.commit(
                Optional.empty(),
                "hallmark.yaml",
                rules(1, List.of(alice, bob), List.of(build), "    - {pattern: hardware, needed: 2}\n"));
        String baseline = team.commit(build, BASELINE, "new\n");
        team.tag(alice, "one", baseline);
        assertThat(team.approvers(start, baseline)).containsExactly("alice");
        String hardware = team.commit(build, "hardware/r650/profile.yaml", "new\n");
        team.tag(alice, "two", hardware);
        assertThat(team.refusals(start, hardware))
                .contains("hardware/r650/profile.yaml needs 2 approvals")
                .contains("it has 1 (alice)");
        team.tag(bob, "three", hardware);
        assertThat(team.approvers(start, hardware)).containsExactly("alice", "bob");
    }

    @Test
    void what_is_not_published_needs_no_approval() {
        String change = team.commit(mallory, "README.md", "hello\n");
        assertThat(team.approvers(trusted, change)).isEmpty();
    }

    @Test
    void a_removed_file_and_a_changed_mode_are_changes() {
        String added = team.commit(build, BASELINE, "new\n");
        team.tag(alice, "one", added);
        team.git("rm", "-q", BASELINE);
        team.git(build, "commit", "-q", "-S", "-m", "gone");
        assertThat(team.refusals(trusted, team.head())).contains(BASELINE + " needs 1 approval");
        team.git("reset", "-q", "--hard", added);
        team.git("update-index", "--chmod=+x", BASELINE);
        team.git(build, "commit", "-q", "-S", "-m", "executable");
        assertThat(team.refusals(trusted, team.head())).contains(BASELINE + " needs 1 approval");
    }

    @Test
    void every_commit_on_the_way_needs_its_approval() {
        String first = team.commit(build, BASELINE, "bad\n");
        String second = team.commit(build, BASELINE, "good\n");
        String third = team.commit(build, "hardware/r650/profile.yaml", "new\n");
        team.tag(alice, "second", second);
        team.tag(alice, "third", third);
        assertThat(team.refusals(trusted, third)).startsWith("commit " + first.substring(0, 10));
        team.tag(bob, "first", first);
        assertThat(team.approvers(trusted, third)).containsExactly("alice", "bob");
    }
}
