package io.hallmark.baselines.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.Sets;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Remote;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which states may be published, with a real Git repository. */
class ChoiceTest {
    private static final String SETTINGS = "targets: {keylime: {kind: fake}}\n";

    @TempDir
    Path home;

    Remote remote;
    MemoryReceipts receipts = new MemoryReceipts();
    String first;
    String second;

    @BeforeEach
    void twoReviewedStates() {
        remote = Remote.empty(home);
        first = remote.push("main", Map.of("hallmark.yaml", SETTINGS));
        second = remote.push("main", Map.of("hallmark.yaml", "# the second\n" + SETTINGS));
    }

    @Test
    void the_newest_state_of_the_reviewed_branch_is_published() {
        Choice.Approved choice = approved(Optional.empty());

        assertThat(choice.state().commit()).isEqualTo(second);
        assertThat(choice.settings().targets()).hasSize(1);
        assertThat(choice.notes()).isEmpty();
    }

    @Test
    void an_earlier_reviewed_state_is_published_on_request_and_the_words_say_that_it_goes_back() {
        publish("keylime", second);
        publish("forgotten", first);

        Choice.Approved choice = approved(Optional.of(first));

        assertThat(choice.state().commit()).isEqualTo(first);
        assertThat(choice.notes())
                .containsExactly(
                        "target forgotten was published to before, at " + first
                                + ", and the settings of this state don't name it: it keeps what it holds",
                        "target keylime goes back from " + second + " to " + first);
    }

    @Test
    void a_state_that_was_never_reviewed_is_refused_even_by_its_commit() {
        String proposed = remote.push("hallmark/compute", Map.of("hallmark.yaml", "# proposed\n" + SETTINGS));

        assertThat(refused(Optional.of(proposed)))
                .isEqualTo(proposed + " is not in the history of main and was never published: only what was reviewed"
                        + " is; merge it into main first");
    }

    @Test
    void a_state_that_was_published_before_the_branch_was_rewritten_may_be_gone_back_to() {
        String kept = remote.push("kept", Map.of("hallmark.yaml", "# kept\n" + SETTINGS));
        publish("keylime", kept);

        assertThat(approved(Optional.of(kept)).state().commit()).isEqualTo(kept);
    }

    @Test
    void a_branch_that_was_set_back_is_not_published_unless_its_commit_is_named() {
        publish("keylime", second);
        remote.git("branch", "keep", second);
        remote.git("branch", "-f", "main", first);

        assertThat(refused(Optional.empty()))
                .startsWith("main at " + first + " does not contain " + second)
                .endsWith("--commit " + first);
        assertThat(approved(Optional.of(first)).state().commit()).isEqualTo(first);
    }

    @Test
    void a_branch_that_was_set_back_is_noticed_when_receipts_are_deleted_or_forged_too() {
        published(second);
        remote.git("branch", "keep", second);
        remote.git("branch", "-f", "main", first);

        assertThat(receipts.lastPublished()).as("deleted").isEmpty();
        assertThat(refused(Optional.empty())).startsWith("main at " + first + " does not contain " + second);
        publish("keylime", first);
        assertThat(refused(Optional.empty()))
                .as("forged")
                .startsWith("main at " + first + " does not contain " + second);
        remote.git("branch", "-D", "keep");
        remote.git("gc", "-q", "--prune=now");
        assertThat(refused(Optional.empty()))
                .as("also when the commit itself is gone")
                .startsWith("main at " + first + " does not contain " + second);
        assertThat(approved(Optional.of(first)).state().commit()).isEqualTo(first);
    }

    @Test
    void what_was_published_stays_noted_when_going_back_and_is_replaced_by_another_line_that_is_meant() {
        published(second);
        published(first);
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.lastPublishedHere()).contains(second);
        }
        String other = remote.push("other", Map.of("hallmark.yaml", "# another line\n" + SETTINGS));
        published(other);
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.lastPublishedHere()).contains(other);
        }
    }

    private void published(String commit) {
        try (BaselinesRepository repository = remote.open()) {
            repository.notePublished(commit);
        }
    }

    @Test
    void what_holds_nodes_to_less_than_what_was_published_last_is_published_only_when_that_is_meant() {
        AcceptedSet fixed = Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz quiet");
        AcceptedSet open = Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz BOOTIF=${mac}");
        String path = "baselines/compute/pxe/q35.yaml";
        String strict = remote.push("main", Map.of(path, yaml(Sets.baseline("q35", fixed))));
        published(strict);
        String weaker = remote.push("main", Map.of(path, yaml(Sets.baseline("q35", open))));

        assertThat(refused(Optional.empty()))
                .startsWith("nodes would be held to less than by " + strict)
                .contains(path + ": PCR 9 of chain pxe is not enforced any more: varies")
                .endsWith("publish it with --allow-weaker");
        assertThat(refused(Optional.of(weaker))).contains("--allow-weaker");
        try (BaselinesRepository repository = remote.open()) {
            Choice allowed = Choice.of(repository, receipts, ApprovalGate.allowingUnapproved(), Optional.empty(), true);
            assertThat(((Choice.Approved) allowed).state().commit()).isEqualTo(weaker);
        }
        published(weaker);
        assertThat(approved(Optional.empty()).state().commit()).isEqualTo(weaker);
    }

    private static final String PATH = "baselines/compute/pxe/q35.yaml";

    private String strict(String initrd) {
        return remote.push("main", Map.of(PATH, yaml(Sets.baseline("q35", set(initrd, "vmlinuz quiet")))));
    }

    private String weak(String initrd) {
        return remote.push("main", Map.of(PATH, yaml(Sets.baseline("q35", set(initrd, "vmlinuz BOOTIF=${mac}")))));
    }

    private static AcceptedSet set(String initrd, String commandLine) {
        return Sets.set("ipxe 1", "6.1.0-55", initrd, commandLine);
    }

    @Test
    void what_another_machine_published_after_this_one_is_what_nodes_are_held_to() {
        String noted = weak("initrd 1");
        published(noted);
        String mended = strict("initrd 2");
        publish("keylime", mended);
        weak("initrd 3");

        assertThat(refused(Optional.empty()))
                .startsWith("nodes would be held to less than by " + mended)
                .endsWith("publish it with --allow-weaker");
    }

    @Test
    void what_was_allowed_on_another_machine_need_not_be_allowed_on_this_one_again() {
        published(strict("initrd 1"));
        publish("keylime", weak("initrd 2"));
        String next = weak("initrd 3");

        assertThat(approved(Optional.empty()).state().commit()).isEqualTo(next);
    }

    @Test
    void receipts_of_an_earlier_state_change_nothing_about_what_this_machine_published_after_it() {
        publish("keylime", weak("initrd 1"));
        String noted = strict("initrd 2");
        published(noted);
        weak("initrd 3");

        assertThat(refused(Optional.empty())).startsWith("nodes would be held to less than by " + noted);
    }

    @Test
    void of_two_lines_that_were_published_each_counts() {
        String reviewed = weak("initrd 1");
        String other = remote.push(
                "other", Map.of(PATH, yaml(Sets.baseline("q35", set("initrd 2", "vmlinuz quiet"))), "other", ""));

        published(reviewed);
        publish("keylime", other);
        assertThat(refused(Optional.of(reviewed)))
                .as("the receipts' line")
                .startsWith("nodes would be held to less than by " + other);
        receipts.all.clear();
        published(other);
        publish("keylime", reviewed);
        assertThat(refused(Optional.of(reviewed)))
                .as("the line noted here")
                .startsWith("nodes would be held to less than by " + other);
    }

    @Test
    void receipts_say_what_nodes_are_held_to_when_the_noted_commit_is_gone() {
        String mended = strict("initrd 1");
        publish("keylime", mended);
        published("0".repeat(39) + "1");
        String weaker = weak("initrd 2");

        assertThat(refused(Optional.of(weaker))).startsWith("nodes would be held to less than by " + mended);
    }

    private static String yaml(BaselineDocument baseline) {
        return new String(baseline.toYaml(), StandardCharsets.UTF_8);
    }

    @Test
    void after_going_back_the_newest_state_may_be_published_again() {
        publish("keylime", second);
        publish("keylime", first);

        assertThat(approved(Optional.empty()).state().commit()).isEqualTo(second);
    }

    @Test
    void what_the_gate_refuses_is_not_published() {
        publish("keylime", first);
        try (BaselinesRepository repository = remote.open()) {
            Choice choice = Choice.of(
                    repository,
                    receipts,
                    state -> Optional.of(state.commit() + " lacks an approval"),
                    Optional.empty(),
                    false);

            assertThat(choice).isEqualTo(new Choice.Refused(second + " lacks an approval"));
        }
    }

    @Test
    void a_repository_without_rules_is_refused_by_the_gate_that_is_for_it() {
        try (BaselinesRepository repository = remote.open()) {
            Choice choice =
                    Choice.of(repository, receipts, ApprovalGate.refusingWithoutRules(), Optional.empty(), false);

            assertThat(((Choice.Refused) choice).reason()).contains("say nothing about 'approvals'");
        }
    }

    @Test
    void a_commit_that_is_nowhere_is_wrong_input() {
        assertThatThrownBy(() -> approved(Optional.of("0".repeat(39) + "1")))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("no commit 0000");
    }

    private Choice.Approved approved(Optional<String> commit) {
        try (BaselinesRepository repository = remote.open()) {
            return (Choice.Approved) Choice.of(repository, receipts, ApprovalGate.allowingUnapproved(), commit, false);
        }
    }

    private String refused(Optional<String> commit) {
        try (BaselinesRepository repository = remote.open()) {
            return ((Choice.Refused) Choice.of(repository, receipts, ApprovalGate.allowingUnapproved(), commit, false))
                    .reason();
        }
    }

    private void publish(String target, String commit) {
        receipts.all.add(BranchReceiptsTest.receipt(target, commit, Instant.EPOCH));
    }
}
