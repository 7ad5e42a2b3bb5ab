package io.hallmark.baselines.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.ReceiptDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.digest.Bank;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublicationTest {
    private static final String OLD = "1".repeat(40);
    private static final String NEW = "2".repeat(40);
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final MemoryReceipts receipts = new MemoryReceipts();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    private Optional<Duration> waiting = Optional.empty();
    private WatchedSecrets secrets = new WatchedSecrets(new NoSecrets());

    @Test
    void a_target_is_planned_applied_read_back_settled_and_leaves_a_receipt() {
        FakeTarget target = new FakeTarget("keylime", "a", "b");

        TargetOutcome outcome = publish(NEW, target);

        assertThat(target.calls).containsExactly("plan", "apply a", "read a", "apply b", "read b", "settle");
        assertThat(outcome).isInstanceOf(TargetOutcome.Published.class);
        assertThat(outcome.commit()).contains(NEW);
        assertThat(receipts.all)
                .containsExactly(new ReceiptDocument(
                        "keylime",
                        "fake",
                        NEW,
                        NOON,
                        List.of(
                                new ReceiptDocument.Item(
                                        "a", "create", sha256(FakeTarget.content("a", NEW)), "200 for a"),
                                new ReceiptDocument.Item(
                                        "b", "create", sha256(FakeTarget.content("b", NEW)), "200 for b")),
                        List.of(),
                        List.of("probed")));
    }

    @Test
    void a_second_publication_changes_nothing_and_leaves_no_second_receipt() {
        FakeTarget target = new FakeTarget("keylime", "a", "b");
        publish(NEW, target);

        TargetOutcome again = publish(NEW, target);

        assertThat(target.applied()).isEqualTo(2);
        assertThat(((TargetOutcome.Published) again).changed()).isFalse();
        assertThat(receipts.all).hasSize(1);
    }

    @Test
    void a_state_that_changes_nothing_for_a_target_still_gets_its_receipt() {
        FakeTarget target = new FakeTarget("empty");
        publish(OLD, target);

        publish(NEW, target);

        assertThat(receipts.all).extracting(ReceiptDocument::commit).containsExactly(OLD, NEW);
    }

    @Test
    void what_is_not_in_the_state_any_more_is_removed_and_its_absence_read_back() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.held.put("old", new byte[] {1});

        publish(NEW, target);

        assertThat(target.held).containsOnlyKeys("a");
        assertThat(target.calls).contains("apply old", "read old");
        assertThat(receipts.all.get(0).items())
                .contains(new ReceiptDocument.Item("old", "remove", Optional.empty(), "200 for old"));
    }

    @Test
    void what_can_not_be_removed_while_it_is_used_is_told_and_tried_again_and_holds_up_nothing() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.held.put("gone", FakeTarget.content("gone", OLD));
        target.used = Optional.of("gone");

        for (int run = 0; run < 2; run++) {
            TargetOutcome outcome = publish(NEW, target);

            assertThat(outcome).isInstanceOf(TargetOutcome.Published.class);
            assertThat(outcome.words())
                    .contains(
                            "probed",
                            "warning: gone is not removed yet, and the next publication tries it again: 409 in use by"
                                    + " node 1");
            assertThat(target.calls).endsWith("apply gone", "settle");
        }
        assertThat(receipts.all).hasSize(1);
        assertThat(receipts.all.get(0).items())
                .extracting(ReceiptDocument.Item::name)
                .containsExactly("a");

        target.used = Optional.empty();
        assertThat(publish(NEW, target).words()).noneMatch(line -> line.startsWith("warning"));
        assertThat(target.held).containsOnlyKeys("a");
    }

    @Test
    void only_a_removal_may_wait() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.used = Optional.of("a");

        assertThat(publish(NEW, target)).isInstanceOf(TargetOutcome.Failed.class);
        assertThat(receipts.all).isEmpty();
    }

    @Test
    void what_somebody_changed_in_the_target_is_mended_with_a_receipt() {
        FakeTarget target = new FakeTarget("keylime", "a");
        publish(NEW, target);
        target.held.put("a", new byte[] {1});

        publish(NEW, target);

        assertThat(target.held.get("a")).isEqualTo(FakeTarget.content("a", NEW));
        assertThat(receipts.all).hasSize(2);
    }

    @Test
    void a_target_that_is_down_is_tried_again_with_growing_pauses_until_its_attempts_are_used_up() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.down = 100;

        TargetOutcome outcome = publish(NEW, target);

        assertThat(outcome)
                .isEqualTo(new TargetOutcome.Failed(
                        "keylime", true, Optional.empty(), 3, "keylime does not answer", List.of()));
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(progress).first().isEqualTo("keylime: keylime does not answer; trying again in 1 s");
        assertThat(receipts.all).isEmpty();
    }

    @Test
    void a_target_that_comes_back_in_time_is_brought_to_the_state() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.down = 2;

        assertThat(publish(NEW, target)).isInstanceOf(TargetOutcome.Published.class);
        assertThat(receipts.all).hasSize(1);
    }

    @Test
    void whoever_waits_for_all_goes_on_until_the_pauses_add_up_but_only_for_required_targets() {
        FakeTarget needed = new FakeTarget("needed", "a");
        FakeTarget optional = new FakeTarget("optional", "a");
        needed.down = 9;
        optional.down = 9;
        waiting = Optional.of(Duration.ofMinutes(30));

        List<TargetOutcome> outcomes = publish(NEW, List.of(needed.configured(), optional.configured(false)));

        assertThat(outcomes.get(0)).isInstanceOf(TargetOutcome.Published.class);
        assertThat(outcomes.get(1)).isInstanceOf(TargetOutcome.Failed.class);
        assertThat(pauses).contains(Duration.ofSeconds(32), Duration.ofMinutes(1));

        needed.down = Integer.MAX_VALUE;
        needed.held.clear();
        assertThat(publish(NEW, needed)).isInstanceOf(TargetOutcome.Failed.class);
    }

    @Test
    void a_target_that_is_down_holds_up_no_other() throws InterruptedException {
        CountDownLatch othersDone = new CountDownLatch(2);
        FakeTarget down = new FakeTarget("down", "a");
        // It answers only after all others are done: if anything waited for it, this would never end.
        down.whilePlanning = () -> await(othersDone);
        down.down = 100;
        List<ConfiguredTarget> targets = new ArrayList<>(List.of(down.configured()));
        for (String name : List.of("first", "second")) {
            FakeTarget other = new FakeTarget(name, "a");
            other.whileSettling = othersDone::countDown;
            targets.add(other.configured());
        }

        List<TargetOutcome> outcomes = publish(NEW, targets);

        assertThat(outcomes).extracting(TargetOutcome::good).containsExactly(false, true, true);
        assertThat(receipts.newest()).containsOnlyKeys("first", "second");
    }

    @Test
    void when_one_item_is_refused_nothing_of_the_plan_is_pushed_and_the_words_say_why() {
        FakeTarget target = new FakeTarget("keylime", "a", "b");
        target.refuses = Optional.of("b");

        TargetOutcome outcome = publish(NEW, target);

        assertThat(outcome).isInstanceOf(TargetOutcome.Refused.class);
        assertThat(outcome.words()).containsExactly("b is refused: the verifier can't read it");
        assertThat(target.applied()).isZero();
        assertThat(receipts.all).isEmpty();
    }

    @Test
    void where_items_stand_by_themselves_a_refused_one_keeps_no_other_out_and_the_target_does_not_hold_the_state() {
        FakeTarget target = new FakeTarget("keylime", "a", "b", "c");
        target.refuses = Optional.of("b");
        target.separable = true;
        byte[] former = FakeTarget.content("b", OLD);
        target.held.put("b", former);

        TargetOutcome outcome = publish(NEW, target);

        assertThat(outcome).isInstanceOf(TargetOutcome.Refused.class);
        assertThat(outcome.good()).isFalse();
        assertThat(outcome.commit()).isEmpty();
        assertThat(outcome.words()).containsExactly("b is refused: the verifier can't read it", "probed");
        assertThat(((TargetOutcome.Refused) outcome).applied())
                .extracting(AppliedItem::name)
                .containsExactly("a", "c");
        assertThat(target.held.get("a")).isEqualTo(FakeTarget.content("a", NEW));
        assertThat(target.held.get("b")).isEqualTo(former);
        assertThat(target.held.get("c")).isEqualTo(FakeTarget.content("c", NEW));
        assertThat(receipts.all).singleElement().satisfies(receipt -> {
            assertThat(receipt.commit()).isEqualTo(NEW);
            assertThat(receipt.holds()).as("not as a whole").isEmpty();
            assertThat(receipt.items()).extracting(ReceiptDocument.Item::name).containsExactly("a", "c");
            assertThat(receipt.refused()).containsExactly("b");
        });

        assertThat(publish(NEW, target).commit())
                .as("nothing is new, and it still does not hold it")
                .isEmpty();
        assertThat(receipts.all).hasSize(1);

        target.refuses = Optional.empty();
        assertThat(publish(NEW, target).good()).isTrue();
        assertThat(receipts.all).hasSize(2);
        assertThat(receipts.all.get(1).holds()).contains(NEW);
    }

    @Test
    void a_plan_with_a_refused_item_tells_what_would_be_pushed_all_the_same() {
        FakeTarget target = new FakeTarget("keylime", "a", "b", "c");
        target.refuses = Optional.of("b");

        TargetOutcome.Refused whole = (TargetOutcome.Refused) plan(target);
        target.separable = true;
        TargetOutcome.Refused part = (TargetOutcome.Refused) plan(target);

        assertThat(whole.planned()).as("nothing would be").isEmpty();
        assertThat(part.words()).containsExactly("b is refused: the verifier can't read it");
        assertThat(part.planned()).extracting(PlanItem::name).containsExactly("a", "c");
        assertThat(part.planned()).allMatch(PlanItem::changes);
        assertThat(part.applied()).isEmpty();
        assertThat(target.applied()).isZero();
    }

    @Test
    void a_publication_that_broke_in_the_middle_is_finished_by_the_next_attempt_without_repeating_what_was_done() {
        FakeTarget target = new FakeTarget("keylime", "a", "b", "c");
        target.failsAt = Optional.of("b");

        publish(NEW, target);

        assertThat(target.calls.stream().filter(call -> call.startsWith("apply")))
                .containsExactly("apply a", "apply b", "apply b", "apply c");
        assertThat(receipts.all.get(0).items())
                .extracting(ReceiptDocument.Item::action)
                .containsExactly("create", "create", "create");
    }

    @Test
    void a_publication_that_was_killed_in_the_middle_is_finished_by_the_next_one() {
        FakeTarget target = new FakeTarget("keylime", "a", "b");
        publish(OLD, target);
        target.held.put("a", FakeTarget.content("a", NEW));

        TargetOutcome outcome = publish(NEW, target);

        assertThat(outcome.good()).isTrue();
        assertThat(receipts.newest().get("keylime").items())
                .extracting(ReceiptDocument.Item::action)
                .containsExactly("keep", "update");
    }

    @Test
    void what_does_not_read_back_as_it_was_sent_is_not_published() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.lies = 100;

        TargetOutcome outcome = publish(NEW, target);

        assertThat(outcome).isInstanceOf(TargetOutcome.Failed.class);
        assertThat(outcome.words().get(0))
                .startsWith("a does not read back as it was sent: sent 45 bytes with sha256:")
                .contains("found 14 bytes with sha256:");
        assertThat(((TargetOutcome.Failed) outcome).applied())
                .extracting(AppliedItem::name)
                .containsExactly("a");
        assertThat(receipts.all).isEmpty();
    }

    @Test
    void a_replica_that_lags_is_asked_again_though_the_plan_says_that_all_is_kept() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.lies = 2;

        assertThat(publish(NEW, target).good()).isTrue();
        assertThat(target.calls)
                .containsExactly("plan", "apply a", "read a", "plan", "read a", "plan", "read a", "settle");
    }

    @Test
    void a_target_that_does_not_settle_leaves_no_receipt() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.settleFails = true;

        assertThat(publish(NEW, target).words()).containsExactly("the probe was accepted, but it must fail");
        assertThat(receipts.all).isEmpty();
    }

    @Test
    void a_target_that_failed_is_at_the_commit_of_its_last_receipt() {
        FakeTarget target = new FakeTarget("keylime", "a");
        publish(OLD, target);
        target.down = 100;

        assertThat(publish(NEW, target).commit()).contains(OLD);
    }

    @Test
    void a_defect_of_a_target_is_its_own_failure_and_nobody_elses() {
        FakeTarget broken = new FakeTarget("broken", "a");
        broken.defect = Optional.of(new IllegalStateException("index 3"));
        FakeTarget good = new FakeTarget("good", "a");

        List<TargetOutcome> outcomes = publish(NEW, List.of(broken.configured(), good.configured()));

        assertThat(outcomes.get(0).words().get(0)).contains("defect of the target's kind 'fake'", "index 3");
        assertThat(outcomes.get(1).good()).isTrue();
    }

    @Test
    void a_missing_credential_is_the_failure_of_that_target_and_is_not_tried_again() {
        ConfiguredTarget target = new ConfiguredTarget("keylime", "fake", true, 3, () -> {
            throw new BaselinesException("credential 'x' has no key.pem");
        });

        assertThat(publish(NEW, List.of(target)).get(0).words()).containsExactly("credential 'x' has no key.pem");
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_plan_alone_changes_nothing() {
        FakeTarget target = new FakeTarget("keylime", "a");

        TargetOutcome outcome = plan(target);

        assertThat(((TargetOutcome.Planned) outcome).plan())
                .extracting(PlanItem::action)
                .containsExactly(PlanItem.Action.CREATE);
        assertThat(target.calls).containsExactly("plan");
        assertThat(receipts.all).isEmpty();
    }

    @Test
    void an_interrupted_publication_stops_every_target_at_its_next_step_and_the_next_one_finishes_it() {
        FakeTarget target = new FakeTarget("keylime", "a", "b");
        Thread publishing = Thread.currentThread();
        target.whilePlanning = () -> {
            publishing.interrupt();
            await(new CountDownLatch(1));
        };

        List<TargetOutcome> outcomes = publish(NEW, List.of(target.configured()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcomes.get(0).words().get(0)).contains("interrupted");
        assertThat(target.applied()).isZero();
        target.whilePlanning = () -> {};
        assertThat(publish(NEW, target).good()).isTrue();
    }

    @Test
    void an_older_state_yields_to_a_later_one_that_was_published_meanwhile() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.whileSettling = () -> receipts.all.add(receipt(NEW));

        TargetOutcome outcome = publish(OLD, target);

        assertThat(outcome.words().get(0))
                .isEqualTo("another publication brought it to " + NEW
                        + " at the same time, which is a later state; run the publication of that one again");
        assertThat(receipts.all).hasSize(1);
    }

    @Test
    void a_later_state_is_published_again_over_an_older_one_that_came_in_between() {
        FakeTarget target = new FakeTarget("keylime", "a");
        target.whileSettling = () -> {
            target.whileSettling = () -> {};
            target.held.put("a", FakeTarget.content("a", OLD));
            receipts.all.add(receipt(OLD));
        };

        TargetOutcome outcome = publish(NEW, target);

        assertThat(outcome.good()).isTrue();
        assertThat(target.held.get("a")).isEqualTo(FakeTarget.content("a", NEW));
        assertThat(receipts.all).extracting(ReceiptDocument::commit).containsExactly(OLD, NEW);
    }

    @Test
    void a_secret_that_a_target_repeats_is_neither_kept_nor_shown() {
        secrets = new WatchedSecrets(new NoSecrets() {
            @Override
            public Optional<byte[]> read(String id, String part) {
                return Optional.of("hunter2-token\n".getBytes(StandardCharsets.UTF_8));
            }
        });
        FakeTarget target = new FakeTarget("keylime", "a");
        target.reply = Optional.of("200\nhello hunter2-token\u202E!");
        ConfiguredTarget reading = new ConfiguredTarget("keylime", "fake", true, 1, () -> {
            secrets.require("x", "token");
            return target;
        });

        publish(NEW, List.of(reading));
        target.defect = Optional.of(new BaselinesException("401 for hunter2-token"));
        List<TargetOutcome> failed = publish(NEW, List.of(reading));

        assertThat(receipts.all.get(0).items().get(0).reply()).isEqualTo("200 hello [secret] !");
        assertThat(failed.get(0).words()).containsExactly("401 for [secret]");
    }

    @Test
    void many_targets_with_many_policies_are_all_brought_there() {
        String[] policies = IntStream.range(0, 200).mapToObj(i -> "policy" + i).toArray(String[]::new);
        List<ConfiguredTarget> targets = IntStream.range(0, 50)
                .mapToObj(i -> new FakeTarget("target" + i, policies).configured())
                .toList();

        assertThat(publish(NEW, targets)).allMatch(TargetOutcome::good);
        assertThat(receipts.newest()).hasSize(50);
    }

    @Test
    void a_part_is_brought_there_without_a_receipt_that_says_that_the_whole_is_held() {
        FakeTarget target = new FakeTarget("keylime", "a");
        publish(OLD, target);
        int kept = receipts.all.size();
        Publication whole = publication();
        Publication part = new Publication(
                whole.receipts(),
                whole.secrets(),
                whole.inHistory(),
                whole.waiting(),
                whole.pause(),
                whole.clock(),
                whole.progress(),
                true);

        TargetOutcome outcome =
                part.run(state(NEW), List.of(target.configured())).get(0);

        assertThat(outcome).isInstanceOf(TargetOutcome.Published.class);
        assertThat(((TargetOutcome.Published) outcome).changed()).isTrue();
        assertThat(outcome.commit()).contains(OLD);
        assertThat(receipts.all).hasSize(kept);
    }

    private TargetOutcome publish(String commit, FakeTarget target) {
        return publish(commit, List.of(target.configured())).get(0);
    }

    private TargetOutcome plan(FakeTarget target) {
        return publication().plan(state(NEW), List.of(target.configured())).get(0);
    }

    private List<TargetOutcome> publish(String commit, List<ConfiguredTarget> targets) {
        return publication().run(state(commit), targets);
    }

    private Publication publication() {
        return new Publication(
                receipts,
                secrets,
                (earlier, later) -> earlier.compareTo(later) <= 0,
                waiting,
                pauses::add,
                InstantSource.fixed(NOON),
                progress::add);
    }

    private static ApprovedState state(String commit) {
        return new ApprovedState(commit, NOON, new NoFiles(), List.of());
    }

    private static ReceiptDocument receipt(String commit) {
        return new ReceiptDocument("keylime", "fake", commit, NOON, List.of(), List.of(), List.of());
    }

    private static Optional<String> sha256(byte[] bytes) {
        return Optional.of(Bank.SHA256.hash(bytes).hex());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static class NoSecrets implements SecretStore {
        @Override
        public Optional<byte[]> read(String id, String part) {
            return Optional.empty();
        }

        @Override
        public String describe(String id, String part) {
            return "nowhere";
        }
    }

    private static final class NoFiles implements RepositoryFiles {
        @Override
        public String describe() {
            return "nothing";
        }

        @Override
        public Optional<byte[]> read(String path) {
            return Optional.empty();
        }

        @Override
        public List<String> list(String folder) {
            return List.of();
        }
    }
}
