package io.hallmark.baselines.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.ReceiptDocument;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Remote;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
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

/** With a real Git repository on the other side. */
class BranchReceiptsTest {
    private static final String FIRST = "1".repeat(40);
    private static final String SECOND = "2".repeat(40);
    private static final String THIRD = "3".repeat(40);
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    Path home;

    Remote remote;

    @BeforeEach
    void makeRemote() {
        remote = Remote.empty(home);
        remote.push("main", Map.of("hallmark.yaml", "banks: [sha256]\n"));
    }

    @Test
    void the_newest_receipt_of_each_target_says_what_it_holds_whatever_the_clocks_say() {
        try (BaselinesRepository repository = remote.open()) {
            Receipts receipts = new BranchReceipts(repository, Remote.BOT);
            assertThat(receipts.newest()).isEmpty();
            assertThat(receipts.lastPublished()).isEmpty();

            ReceiptDocument keylime = receipt("keylime", FIRST, NOON);
            ReceiptDocument veraison = receipt("veraison", SECOND, NOON.minusSeconds(3600));
            receipts.keep(keylime, Optional.empty());
            receipts.keep(veraison, Optional.empty());

            assertThat(receipts.newest()).isEqualTo(Map.of("keylime", keylime, "veraison", veraison));
            assertThat(receipts.lastPublished()).contains(SECOND);
            assertThat(receipts.published(FIRST)).isTrue();
            assertThat(receipts.published("3".repeat(40))).isFalse();
        }
        assertThat(remote.git("ls-tree", "-r", "--name-only", "hallmark-receipts"))
                .isEqualTo(
                        "receipts/keylime/00000001-" + FIRST + ".yaml\nreceipts/veraison/00000002-" + SECOND + ".yaml");
        assertThat(remote.git("show", "hallmark-receipts:receipts/keylime/00000001-" + FIRST + ".yaml"))
                .startsWith("schema: hallmark/receipt/v1\ntarget: keylime\n");
    }

    @Test
    void the_message_says_of_a_commit_only_what_the_receipt_does() {
        try (BaselinesRepository repository = remote.open()) {
            Receipts receipts = new BranchReceipts(repository, Remote.BOT);
            ReceiptDocument whole = receipt("keylime", FIRST, NOON);
            receipts.keep(whole, Optional.empty());
            assertThat(remote.git("log", "-1", "--format=%s", "hallmark-receipts"))
                    .isEqualTo("keylime holds 1111111111");

            receipts.keep(receipt("keylime", SECOND, NOON, "policy/b"), Optional.of(whole));
            assertThat(remote.git("log", "-1", "--format=%s", "hallmark-receipts"))
                    .isEqualTo("keylime does not hold the whole of 2222222222");
        }
    }

    @Test
    void going_back_makes_the_earlier_commit_the_last_published_one() {
        try (BaselinesRepository repository = remote.open()) {
            Receipts receipts = new BranchReceipts(repository, Remote.BOT);
            ReceiptDocument first = receipt("keylime", FIRST, NOON);
            ReceiptDocument second = receipt("keylime", SECOND, NOON);
            receipts.keep(first, Optional.empty());
            receipts.keep(second, Optional.of(first));
            receipts.keep(receipt("keylime", FIRST, NOON.plusSeconds(1)), Optional.of(second));

            assertThat(receipts.lastPublished()).contains(FIRST);
            assertThat(receipts.newest().get("keylime").commit()).isEqualTo(FIRST);
        }
    }

    @Test
    void a_forged_high_number_does_not_hide_later_receipts() {
        remote.push("hallmark-receipts", Map.of("receipts/keylime/99999999-" + FIRST + ".yaml", text(FIRST)));
        try (BaselinesRepository repository = remote.open()) {
            Receipts receipts = new BranchReceipts(repository, Remote.BOT);
            ReceiptDocument forged = receipts.newest().get("keylime");
            ReceiptDocument second = receipt("keylime", SECOND, NOON);
            ReceiptDocument third = receipt("keylime", THIRD, NOON);

            assertThat(receipts.keep(second, Optional.of(forged))).isEmpty();
            assertThat(receipts.lastPublished()).contains(SECOND);
            assertThat(receipts.keep(third, Optional.of(second))).isEmpty();

            assertThat(receipts.lastPublished()).contains(THIRD);
            assertThat(receipts.newest()).containsEntry("keylime", third);
            assertThat(receipts.published(FIRST)).isTrue();
        }
        assertThat(remote.git("ls-tree", "-r", "--name-only", "hallmark-receipts"))
                .contains("100000000-" + SECOND)
                .contains("100000001-" + THIRD);
    }

    @Test
    void a_number_that_leaves_no_room_to_count_on_is_told_as_forged() {
        remote.push(
                "hallmark-receipts", Map.of("receipts/keylime/" + "9".repeat(16) + "-" + FIRST + ".yaml", text(FIRST)));
        try (BaselinesRepository repository = remote.open()) {
            Receipts receipts = new BranchReceipts(repository, Remote.BOT);

            assertThatThrownBy(receipts::lastPublished)
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("receipts/keylime/9999999999999999-" + FIRST)
                    .hasMessageContaining("somebody forged it");
        }
    }

    @Test
    void a_number_of_fifteen_digits_is_told_as_forged() {
        String fifteen = "receipts/keylime/" + "9".repeat(15) + "-" + FIRST + ".yaml";
        remote.push("hallmark-receipts", Map.of(fifteen, text(FIRST)));
        try (BaselinesRepository repository = remote.open()) {
            assertThatThrownBy(new BranchReceipts(repository, Remote.BOT)::lastPublished)
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining(fifteen);
        }
    }

    @Test
    void a_number_that_can_not_be_counted_on_from_is_told_as_forged_instead_of_the_receipt_after_it() {
        String fourteen = "receipts/keylime/" + "9".repeat(14) + "-" + FIRST + ".yaml";
        remote.push("hallmark-receipts", Map.of(fourteen, text(FIRST)));
        try (BaselinesRepository repository = remote.open()) {
            Receipts receipts = new BranchReceipts(repository, Remote.BOT);
            ReceiptDocument forged = receipts.newest().get("keylime");

            assertThatThrownBy(() -> receipts.keep(receipt("keylime", SECOND, NOON), Optional.of(forged)))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining(fourteen)
                    .hasMessageContaining("somebody forged it");
        }
        assertThat(remote.git("ls-tree", "-r", "--name-only", "hallmark-receipts"))
                .doesNotContain(SECOND);
    }

    private static String text(String commit) {
        return new String(receipt("keylime", commit, NOON).toYaml(), StandardCharsets.UTF_8);
    }

    @Test
    void a_receipt_that_another_publication_left_meanwhile_is_given_back_instead_of_being_covered() {
        try (BaselinesRepository mine = remote.open();
                BaselinesRepository theirs = BaselinesRepository.open(remote.bare, home.resolve("their-cache"))) {
            Receipts receipts = new BranchReceipts(mine, Remote.BOT);
            ReceiptDocument other = receipt("keylime", SECOND, NOON);
            new BranchReceipts(theirs, Remote.BOT).keep(other, Optional.empty());

            assertThat(receipts.keep(receipt("keylime", FIRST, NOON), Optional.empty()))
                    .contains(other);
            assertThat(receipts.newest()).containsEntry("keylime", other);
        }
    }

    @Test
    void a_receipt_that_is_kept_twice_because_the_first_answer_was_lost_is_there_once() {
        try (BaselinesRepository repository = remote.open()) {
            Receipts receipts = new BranchReceipts(repository, Remote.BOT);
            receipts.keep(receipt("keylime", FIRST, NOON), Optional.empty());

            assertThat(receipts.keep(receipt("keylime", FIRST, NOON), Optional.empty()))
                    .isEmpty();
        }
        assertThat(remote.git("rev-list", "--count", "hallmark-receipts")).isEqualTo("1");
    }

    @Test
    void publishers_on_several_machines_at_once_lose_no_receipt() throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String target = "target" + i;
            Path cache = home.resolve("cache" + i);
            work.add(() -> {
                try (BaselinesRepository repository = BaselinesRepository.open(remote.bare, cache)) {
                    Receipts receipts = new BranchReceipts(repository, Remote.BOT);
                    ReceiptDocument first = receipt(target, FIRST, NOON);
                    assertThat(receipts.keep(first, Optional.empty())).isEmpty();
                    assertThat(receipts.keep(receipt(target, SECOND, NOON), Optional.of(first)))
                            .isEmpty();
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
        threads.shutdown();

        try (BaselinesRepository repository = remote.open()) {
            assertThat(new BranchReceipts(repository, Remote.BOT).newest())
                    .hasSize(4)
                    .allSatisfy((name, receipt) -> assertThat(receipt.commit()).isEqualTo(SECOND));
        }
        assertThat(remote.git("rev-list", "--count", "hallmark-receipts")).isEqualTo("8");
        remote.git("fsck", "--strict");
    }

    static ReceiptDocument receipt(String target, String commit, Instant published, String... refused) {
        return new ReceiptDocument(
                target,
                "fake",
                commit,
                published,
                List.of(new ReceiptDocument.Item("policy/a", "create", Optional.of("a".repeat(64)), "200")),
                List.of(refused),
                List.of());
    }
}
