package io.hallmark.baselines.approval;

import static io.hallmark.baselines.approval.Team.BASELINE;
import static io.hallmark.baselines.approval.Team.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a merge is approved by, and what it can't smuggle in. */
class MergeApprovalTest {
    private static final String PROFILE = "hardware/r650/profile.yaml";

    @TempDir
    Path home;

    Team team;
    Person alice;
    Person bob;
    Person build;
    String trusted;

    @BeforeEach
    void start() {
        Tools.require("git");
        Tools.require("ssh-keygen");
        team = new Team(home);
        alice = Person.withSsh(home, "alice");
        bob = Person.withSsh(home, "bob");
        build = Person.withSsh(home, "build");
        team.write(BASELINE, "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
        team.write(PROFILE, "old\n");
        trusted = team.commit(Optional.empty(), "hallmark.yaml", rules(List.of(alice, bob), List.of(build)));
    }

    private String branch(String name, String from, Person signer, String path, String text) {
        team.git("checkout", "-q", "-B", name, from);
        return team.commit(signer, path, text);
    }

    private String tree() {
        return team.git("write-tree");
    }

    /** A merge with any tree whatever, as somebody who knows Git can make it. */
    private String merge(Optional<Person> signer, String tree, String... parents) {
        List<String> command = new ArrayList<>(List.of("commit-tree", tree, "-m", "Merge"));
        for (String parent : parents) {
            command.addAll(List.of("-p", parent));
        }
        String made = run(signer, command);
        team.git("branch", "-f", "made", made);
        return made;
    }

    /** What git merge makes of branches, without fast-forward. */
    private String gitMerge(Optional<Person> signer, String into, String... branches) {
        team.git("checkout", "-q", "-f", "-B", "main", into);
        List<String> command = new ArrayList<>(List.of("merge", "-q", "--no-ff", "-m", "Merge"));
        command.addAll(List.of(branches));
        run(signer, command);
        return team.head();
    }

    private String run(Optional<Person> signer, List<String> command) {
        if (signer.isEmpty()) {
            return team.git(command.toArray(String[]::new));
        }
        command.add(1, "-S");
        return team.git(signer.get(), command.toArray(String[]::new));
    }

    @Test
    void whoever_signs_the_merge_approves_what_it_brings() {
        branch("proposal", trusted, build, BASELINE, "new\n");
        team.commit(build, PROFILE, "new\n");
        String merge = gitMerge(Optional.of(alice), trusted, "proposal");
        assertThat(team.approvers(trusted, merge)).containsExactly("alice");
    }

    @Test
    void a_merge_that_nobody_signed_may_bring_what_was_approved() {
        String proposal = branch("proposal", trusted, build, BASELINE, "new\n");
        team.tag(alice, "one", proposal);
        String merge = gitMerge(Optional.empty(), trusted, "proposal");
        assertThat(team.approvers(trusted, merge)).containsExactly("alice");
    }

    @Test
    void a_fast_forward_is_approved_by_its_commits() {
        String proposal = branch("proposal", trusted, build, BASELINE, "new\n");
        assertThat(team.refusals(trusted, proposal)).contains("it has none");
        team.tag(alice, "one", proposal);
        assertThat(team.approvers(trusted, proposal)).containsExactly("alice");
    }

    @Test
    void a_merge_that_nobody_signed_does_not_bring_what_was_not_approved() {
        String proposal = branch("proposal", trusted, build, BASELINE, "new\n");
        String merge = gitMerge(Optional.empty(), trusted, "proposal");
        assertThat(team.refusals(trusted, merge)).startsWith("commit " + proposal.substring(0, 10));
    }

    @Test
    void whoever_proposed_does_not_approve_by_merging() {
        String proposal = branch("proposal", trusted, alice, BASELINE, "new\n");
        String merge = gitMerge(Optional.of(alice), trusted, "proposal");
        assertThat(team.refusals(trusted, merge))
                .contains("commit " + proposal.substring(0, 10))
                .contains("commit " + merge.substring(0, 10))
                .contains("its own signature by alice does not count: nobody approves what they proposed");
        team.note(bob, merge);
        assertThat(team.approvers(trusted, merge)).containsExactly("bob");
    }

    @Test
    void a_merge_that_adds_something_of_its_own_needs_approval_by_another() {
        String proposal = branch("proposal", trusted, build, BASELINE, "new\n");
        team.tag(alice, "one", proposal);
        team.write(PROFILE, "evil\n");
        String evil = merge(Optional.of(alice), tree(), trusted, proposal);
        assertThat(team.refusals(trusted, evil))
                .isEqualTo("commit " + evil.substring(0, 10) + ": " + PROFILE
                        + " needs 1 approval by others than the proposer (alice); it has none; its own signature by"
                        + " alice does not count: nobody approves what they proposed; approve it with 'hallmark"
                        + " approve' or a signed tag");
        team.tag(bob, "two", evil);
        assertThat(team.approvers(trusted, evil)).containsExactly("alice", "bob");
    }

    @Test
    void a_merge_can_not_undo_what_was_published_by_taking_the_older_side() {
        String published = branch("main", trusted, build, BASELINE, "published\n");
        String proposal = branch("proposal", trusted, build, PROFILE, "new\n");
        team.tag(alice, "one", proposal);
        String theirs = merge(Optional.empty(), team.git("rev-parse", proposal + "^{tree}"), published, proposal);
        assertThat(team.refusals(published, theirs)).contains(BASELINE + " needs 1 approval");
        String ours = merge(Optional.empty(), team.git("rev-parse", trusted + "^{tree}"), trusted, published);
        assertThat(team.refusals(published, ours)).contains(BASELINE + " needs 1 approval");
    }

    @Test
    void a_file_that_git_merged_line_by_line_was_seen_by_nobody() {
        String mine = branch("main", trusted, build, BASELINE, "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\n");
        String proposal = branch("proposal", trusted, build, BASELINE, "one\ntwo\nthree\nfour\nfive\nsix\nSEVEN\n");
        team.tag(alice, "one", mine);
        team.tag(alice, "two", proposal);
        String merge = gitMerge(Optional.empty(), mine, "proposal");
        assertThat(team.refusals(trusted, merge)).startsWith("commit " + merge.substring(0, 10) + ": " + BASELINE);
        String signed = gitMerge(Optional.of(bob), mine, "proposal");
        assertThat(team.refusals(trusted, signed)).contains("nobody approves what they proposed");
        team.tag(alice, "three", signed);
        assertThat(team.approvers(trusted, signed)).containsExactly("alice");
    }

    @Test
    void an_approved_merge_covers_what_it_brings_but_not_what_it_builds_upon() {
        String direct = branch("main", trusted, build, PROFILE, "pushed past the review\n");
        branch("proposal", trusted, build, BASELINE, "new\n");
        String merge = gitMerge(Optional.of(alice), direct, "proposal");
        assertThat(team.refusals(trusted, merge))
                .startsWith("commit " + direct.substring(0, 10))
                .doesNotContain("commit " + merge.substring(0, 10));
    }

    @Test
    void it_does_not_matter_which_parent_comes_first() {
        String local = branch("local", trusted, build, BASELINE, "new\n");
        String merge = merge(Optional.of(alice), tree(), local, trusted);
        assertThat(team.approvers(trusted, merge)).containsExactly("alice");
        String published = branch("main", trusted, build, PROFILE, "published\n");
        team.git("checkout", "-q", "local");
        team.git(alice, "merge", "-q", "--no-ff", "-S", "-m", "Merge", "main");
        assertThat(team.approvers(published, team.head())).containsExactly("alice");
    }

    @Test
    void a_merge_of_several_branches_is_approved_as_a_whole() {
        String one = branch("one", trusted, build, BASELINE, "new\n");
        String two = branch("two", trusted, build, PROFILE, "new\n");
        team.tag(alice, "tag-one", one);
        team.tag(alice, "tag-two", two);
        String octopus = gitMerge(Optional.of(build), trusted, "one", "two");
        assertThat(team.git("rev-list", "--parents", "-1", octopus).split(" ")).hasSize(4);
        assertThat(team.refusals(trusted, octopus))
                .startsWith("commit " + octopus.substring(0, 10) + ": " + BASELINE + " and 1 more need 1 approval");
        team.tag(bob, "tag-octopus", octopus);
        assertThat(team.approvers(trusted, octopus)).containsExactly("alice", "bob");
    }

    @Test
    void what_was_undone_does_not_come_back_by_a_merge_with_an_older_state() {
        String bad = branch("main", trusted, build, BASELINE, "bad\n");
        String undone = team.commit(build, BASELINE, "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
        team.git("checkout", "-q", bad);
        String harmless = team.commit(Optional.empty(), "README.md", "hello\n");
        String tree = team.git("rev-parse", harmless + "^{tree}");
        for (String[] parents : new String[][] {{undone, harmless}, {undone, harmless, trusted}, {harmless, undone}}) {
            String back = merge(Optional.empty(), tree, parents);
            assertThat(team.refusals(undone, back))
                    .startsWith("commit " + back.substring(0, 10) + ": " + BASELINE + " needs 1 approval");
        }
        String step = merge(Optional.empty(), tree, harmless, trusted);
        String back = merge(Optional.empty(), tree, undone, step);
        assertThat(team.refusals(undone, back)).contains("commit " + back.substring(0, 10) + ": " + BASELINE);
    }

    @Test
    void branches_that_were_merged_into_each_other_need_approval_of_the_merge() {
        String one = branch("one", trusted, build, BASELINE, "new\n");
        String two = branch("two", trusted, build, PROFILE, "new\n");
        team.tag(alice, "tag-one", one);
        team.tag(alice, "tag-two", two);
        team.git("checkout", "-q", "one");
        team.git("merge", "-q", "--no-ff", "-m", "cross", two);
        String crossOne = team.head();
        team.git("checkout", "-q", "two");
        team.git("merge", "-q", "--no-ff", "-m", "cross", one);
        String crossTwo = team.head();
        String left = branch("one", crossOne, build, BASELINE, "newer\n");
        team.tag(alice, "tag-left", left);
        String merge = merge(Optional.empty(), team.git("rev-parse", left + "^{tree}"), left, crossTwo);
        assertThat(team.refusals(trusted, merge)).startsWith("commit " + merge.substring(0, 10) + ": " + BASELINE);
        team.tag(alice, "tag-merge", merge);
        team.tag(bob, "tag-merge-2", merge);
        assertThat(team.approvers(trusted, merge)).containsExactly("alice", "bob");
    }

    @Test
    void a_history_without_common_ancestor_is_a_change_of_all_its_files() {
        team.git("checkout", "-q", "--orphan", "other");
        team.git("rm", "-q", "-r", "--cached", ".");
        String other = team.commit(build, "baselines/other/pxe/r650.yaml", "new\n");
        team.git("checkout", "-q", "-f", "-B", "main", trusted);
        team.git("merge", "-q", "--allow-unrelated-histories", "-X", "ours", "-m", "Merge", other);
        assertThat(team.refusals(trusted, team.head())).contains("commit " + other.substring(0, 10));
    }

    @Test
    void dates_do_not_change_what_comes_before_what() {
        String old = branch("main", trusted, build, BASELINE, "new\n");
        team.git(build, "-c", "user.name=x", "commit", "-q", "--amend", "--date=1990-01-01T00:00:00Z", "-S", "-m", "x");
        String dated = team.head();
        assertThat(dated).isNotEqualTo(old);
        assertThat(team.refusals(trusted, dated)).startsWith("commit " + dated.substring(0, 10));
    }
}
