package io.hallmark.baselines.approval;

import static io.hallmark.baselines.approval.Team.BASELINE;
import static io.hallmark.baselines.approval.Team.NOW;
import static io.hallmark.baselines.approval.Team.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.testsupport.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rules count: those of the last published commit, and never the ones that a change brings along. */
class RulesInForceTest {
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
    void nobody_lets_themselves_in() {
        String change = team.commit(mallory, "hallmark.yaml", rules(List.of(alice, bob, mallory), List.of(build)));
        team.tag(mallory, "one", change);
        assertThat(team.refusals(trusted, change))
                .contains("hallmark.yaml needs 1 approval")
                .contains("it has none");
    }

    @Test
    void a_change_of_the_rules_needs_approval_under_the_old_ones_and_counts_once_it_is_published() {
        String change = team.commit(alice, "hallmark.yaml", rules(List.of(alice, bob, mallory), List.of(build)));
        team.tag(bob, "one", change);
        String later = team.commit(build, BASELINE, "new\n");
        team.tag(mallory, "two", later);
        assertThat(team.approvers(trusted, change)).containsExactly("bob");
        assertThat(team.refusals(trusted, later)).contains("is not among the keys of the rules that count");
        assertThat(team.approvers(change, later)).containsExactly("mallory");
    }

    @Test
    void from_a_trusted_commit_on_the_rules_change_with_every_change_of_them_that_was_approved() {
        String change = team.commit(alice, "hallmark.yaml", rules(List.of(alice, bob, mallory), List.of(build)));
        team.tag(bob, "one", change);
        String later = team.commit(build, BASELINE, "new\n");
        team.tag(mallory, "two", later);
        assertThat(team.approversSince(trusted, later)).containsExactlyInAnyOrder("bob", "mallory");
    }

    @Test
    void rules_that_nobody_approved_let_nobody_in_later() {
        team.commit(mallory, "hallmark.yaml", rules(List.of(alice, bob, mallory), List.of(build)));
        String later = team.commit(build, BASELINE, "new\n");
        team.tag(mallory, "two", later);
        assertThat(team.refusalsSince(trusted, later)).contains("hallmark.yaml needs 1 approval");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_merge_that_lets_somebody_in_again_is_held_to_the_rules_without_them_whatever_parent_comes_first(
            boolean oldRulesFirst) {
        String with = team.commit(alice, "hallmark.yaml", rules(List.of(alice, bob, mallory), List.of(build)));
        team.tag(bob, "one", with);
        String without = team.commit(build, "hallmark.yaml", rules(List.of(alice, mallory), List.of(build)));
        team.tag(alice, "two", without);
        String tree = team.git("rev-parse", with + "^{tree}");
        String merge = oldRulesFirst
                ? team.git(build, "commit-tree", "-S", "-m", "merge", "-p", with, "-p", without, tree)
                : team.git(build, "commit-tree", "-S", "-m", "merge", "-p", without, "-p", with, tree);
        team.git("reset", "-q", "--hard", merge);
        team.tag(bob, "three", merge);
        assertThat(team.refusalsSince(trusted, merge)).contains("is not among the keys of the rules that count");
        team.tag(alice, "four", merge);
        assertThat(team.approversSince(trusted, merge)).contains("alice");
    }

    @Test
    void a_merge_of_two_changes_of_the_rules_is_held_to_both() {
        String withoutBob = team.commit(build, "hallmark.yaml", rules(List.of(alice), List.of(build)));
        team.tag(alice, "one", withoutBob);
        team.git("checkout", "-q", "-b", "other", trusted);
        String withMallory = team.commit(build, "hallmark.yaml", rules(List.of(alice, bob, mallory), List.of(build)));
        team.tag(alice, "two", withMallory);
        String tree = team.git("rev-parse", withMallory + "^{tree}");
        String merge = team.git(build, "commit-tree", "-S", "-m", "m", "-p", withMallory, "-p", withoutBob, tree);
        team.git("reset", "-q", "--hard", merge);
        team.tag(bob, "three", merge);
        team.tag(mallory, "four", merge);
        assertThat(team.refusalsSince(trusted, merge)).contains("hallmark.yaml needs 1 approval");
        team.tag(alice, "five", merge);
        assertThat(team.approversSince(trusted, merge)).contains("alice");
    }

    @Test
    void a_lower_number_of_approvals_counts_only_once_it_is_published() {
        String two = team.commit(Optional.empty(), "hallmark.yaml", rules(2, List.of(alice, bob), List.of(build), ""));
        String change = team.commit(build, "hallmark.yaml", rules(1, List.of(alice, bob), List.of(build), ""));
        team.tag(alice, "one", change);
        assertThat(team.refusals(two, change))
                .contains("hallmark.yaml needs 2 approvals")
                .contains("has 1 (alice)");
    }

    @Test
    void a_key_file_is_part_of_the_rules() {
        String rules =
                "approvals: {approvers: {alice: [approvers/alice.pub]}, proposers: {build: [approvers/build.pub]}}\n";
        team.write("approvers/alice.pub", alice.key());
        team.write("approvers/build.pub", build.key());
        String start = team.commit(Optional.empty(), "hallmark.yaml", rules);
        String change = team.commit(build, BASELINE, "new\n");
        team.tag(alice, "one", change);
        assertThat(team.approvers(start, change)).containsExactly("alice");
        String swapped = team.commit(mallory, "approvers/alice.pub", mallory.key());
        team.tag(mallory, "two", swapped);
        assertThat(team.refusals(start, swapped)).contains("approvers/alice.pub needs 1 approval");
    }

    @Test
    void a_key_that_was_taken_away_approves_nothing_any_more_not_even_before_that_is_published() {
        String removed = team.commit(build, "hallmark.yaml", rules(List.of(alice), List.of(build)));
        team.tag(alice, "one", removed);
        String change = team.commit(build, BASELINE, "new\n");
        team.tag(bob, "two", change);
        assertThat(team.refusals(removed, change)).contains("is not among the keys");
        assertThat(team.refusals(trusted, change)).contains("its key was taken from bob in the new rules");
        team.tag(bob, "three", removed);
        team.git("tag", "-d", "one");
        assertThat(team.refusals(trusted, removed)).contains("its key was taken from bob in the new rules");
    }

    @Test
    void rules_can_not_be_dropped_or_broken_by_a_publication() {
        String dropped = team.commit(build, "hallmark.yaml", "banks: [sha256]\n");
        team.tag(alice, "one", dropped);
        assertThat(team.refusals(trusted, dropped)).contains("hallmark.yaml has no 'approvals' any more");
        String broken = team.commit(build, "hallmark.yaml", "approvals: {approvers: {alice: [\"ssh-rsa AAAA\"]}}\n");
        team.tag(alice, "two", broken);
        assertThat(team.refusals(trusted, broken))
                .contains("its rules can't be used: key 1 of 'alice' in 'approvals'")
                .contains("is no usable key");
    }

    @Test
    void the_first_publication_needs_a_commit_that_somebody_trusts() {
        assertThat(Team.words(team.check(Optional.empty(), trusted, NOW)))
                .contains("nothing was published before, so nobody knows yet whose approval counts")
                .contains("name that commit as the one to trust");
    }

    @Test
    void a_trusted_commit_without_rules_lets_nothing_through() {
        String empty = team.commit(Optional.empty(), "hallmark.yaml", "banks: [sha256]\n");
        String change = team.commit(build, "hallmark.yaml", rules(List.of(alice, bob), List.of(build)));
        team.tag(alice, "one", change);
        assertThat(team.refusals(empty, change))
                .startsWith("commit " + empty.substring(0, 10) + ": hallmark.yaml has no 'approvals'");
    }

    @Test
    void rewritten_history_is_refused() {
        String published = team.commit(build, BASELINE, "published\n");
        team.git("reset", "-q", "--hard", trusted);
        String other = team.commit(build, BASELINE, "other\n");
        team.tag(alice, "one", other);
        assertThat(team.refusals(published, other))
                .contains("commit " + other.substring(0, 10) + ": it does not build upon commit "
                        + published.substring(0, 10) + ", which was published last: the history was rewritten");
    }

    @Test
    void a_published_commit_that_is_gone_from_the_repository_is_rewritten_history() {
        assertThat(team.refusals("0123456789012345678901234567890123456789", trusted))
                .contains("the history was rewritten");
    }

    @Test
    void an_older_state_is_not_published_again() {
        String published = team.commit(build, BASELINE, "published\n");
        team.tag(alice, "one", published);
        assertThat(team.refusals(published, trusted)).contains("an older state is asked for");
    }

    @Test
    void a_commit_that_is_not_there_is_wrong_input() {
        assertThatThrownBy(() -> team.check(trusted, "0123456789012345678901234567890123456789"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("no commit 0123456789012345678901234567890123456789");
    }

    @Test
    void one_key_belongs_to_one_person() {
        Person twin = new Person("twin", alice.key(), alice.options(), alice.environment());
        String start = team.commit(Optional.empty(), "hallmark.yaml", rules(List.of(alice, twin), List.of()));
        String change = team.commit(build, BASELINE, "new\n");
        assertThatThrownBy(() -> team.check(start, change)).hasMessageContaining("is a key of 'alice' already");
    }
}
