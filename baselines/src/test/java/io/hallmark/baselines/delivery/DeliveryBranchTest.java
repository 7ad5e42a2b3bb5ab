package io.hallmark.baselines.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.Authorship;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.ProposalResult;
import io.hallmark.baselines.repository.Remote;
import io.hallmark.baselines.repository.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to a real Git repository, looked at with the real Git. */
class DeliveryBranchTest {
    private static final Authorship BY = new Authorship(Remote.BOT, Remote.SOURCE_TIME);
    private static final int WRITERS = 4;

    @TempDir
    Path home;

    Remote remote;

    @BeforeEach
    void makeRemote() {
        remote = Remote.empty(home);
    }

    @Test
    void an_empty_repository_gets_the_branch_with_one_commit() {
        deliver("golden", Map.of("a.json", "A", "deep/b.json", "B"));

        assertThat(tree("main")).containsExactly("golden/.hallmark-files.json", "golden/a.json", "golden/deep/b.json");
        assertThat(remote.git("rev-list", "--count", "main")).isEqualTo("1");
        assertThat(remote.git("show", "main:golden/deep/b.json")).isEqualTo("B");
        assertThat(remote.git("log", "-1", "--format=%an <%ae> %at %cn %s", "main"))
                .isEqualTo("Build <build@example.org> " + Remote.SOURCE_TIME.getEpochSecond() + " Build Golden files");
        remote.git("fsck", "--strict");
    }

    @Test
    void a_branch_that_is_missing_begins_with_a_root_of_its_own() {
        remote.push("main", Map.of("README", "theirs\n"));
        try (DeliveryBranch branch = open(new Place(remote.bare.toString(), "golden", ""), "cache")) {
            branch.deliver(bytes(Map.of("a", "A")), BY, "Golden files\n");
        }
        assertThat(tree("golden")).containsExactly(".hallmark-files.json", "a");
        assertThatThrownBy(() -> remote.git("merge-base", "main", "golden")).isInstanceOf(AssertionError.class);
    }

    @Test
    void the_same_files_make_no_second_commit_and_earlier_ones_give_back_the_earlier_tree() {
        remote.push("main", Map.of("site.pp", "theirs\n"));
        deliver("golden", Map.of("a", "A", "b", "B"));
        String first = remote.git("rev-parse", "main");
        String tree = remote.git("rev-parse", "main^{tree}");

        assertThat(deliver("golden", Map.of("a", "A", "b", "B")).changed()).isFalse();
        assertThat(remote.git("rev-parse", "main")).isEqualTo(first);

        assertThat(deliver("golden", Map.of("a", "A2", "c", "C")).changed()).isTrue();
        assertThat(tree("main")).containsExactly("golden/.hallmark-files.json", "golden/a", "golden/c", "site.pp");

        deliver("golden", Map.of("a", "A", "b", "B"));
        assertThat(remote.git("rev-parse", "main^{tree}")).isEqualTo(tree);
        assertThat(remote.git("merge-base", "--is-ancestor", first, "main")).isEmpty();
    }

    @Test
    void files_of_others_stay_and_are_never_overwritten() {
        remote.push("main", Map.of("golden/notes", "mine\n", "golden/a", "mine too\n"));
        String before = remote.git("rev-parse", "main");

        assertThatThrownBy(() -> deliver("golden", Map.of("a", "A")))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("golden/a on branch main")
                .hasMessageContaining("Hallmark did not write");
        assertThat(remote.git("rev-parse", "main")).isEqualTo(before);

        deliver("golden", Map.of("b", "B"));
        deliver("golden", Map.of());
        assertThat(tree("main")).containsExactly("golden/.hallmark-files.json", "golden/a", "golden/notes");
    }

    @Test
    void what_is_no_folder_is_not_replaced_by_one() {
        remote.push("main", Map.of("golden", "a file\n", "link/x", "x\n"));
        Path clone = home.resolve("clone-main");
        Shell.run(clone, "ln", "-s", "/etc", "elsewhere");
        remote.push("main", Map.of());

        assertThatThrownBy(() -> deliver("golden", Map.of("a", "A"))).hasMessageContaining("golden in ");
        assertThatThrownBy(() -> deliver("elsewhere", Map.of("a", "A"))).hasMessageContaining("is no folder");
        assertThatThrownBy(() -> deliver("", Map.of("link", "A"))).hasMessageContaining("is a folder");
    }

    @Test
    void a_change_that_somebody_made_to_a_delivered_file_is_seen_and_undone() {
        deliver("golden", Map.of("a", "A"));
        String tampered = remote.push("main", Map.of("golden/a", "tampered\n"));
        try (DeliveryBranch branch = open(place("golden"), "cache")) {
            DeliveredFiles now = branch.newest();
            assertThat(now.commit()).contains(tampered);
            assertThat(now.own()).containsExactly("a");
            assertThat(text(now, "a")).isEqualTo("tampered\n");
        }
        DeliveryBranch.Delivery delivery = deliver("golden", Map.of("a", "A"));
        assertThat(delivery.changed()).isTrue();
        assertThat(text(delivery.files(), "a")).isEqualTo("A");
    }

    @Test
    void a_list_that_names_files_elsewhere_is_refused() {
        remote.push(
                "main",
                Map.of(
                        "golden/.hallmark-files.json",
                        "{\"schema\": \"hallmark/files/v1\", \"files\": [\"../site.pp\"]}",
                        "site.pp",
                        "theirs\n"));
        assertThatThrownBy(() -> deliver("golden", Map.of("a", "A")))
                .hasMessageContaining("no path that Hallmark writes");
        assertThatThrownBy(() -> new Place("x", "main", "../up")).hasMessageContaining("no path that Hallmark writes");
        assertThatThrownBy(() -> deliver("golden", Map.of(".git/config", "A")))
                .hasMessageContaining("no path that Hallmark writes");
    }

    @Test
    void writers_of_several_folders_lose_nothing_to_each_other() throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String folder = "writer" + i;
            work.add(() -> {
                try (DeliveryBranch branch = open(place(folder), "cache-" + folder)) {
                    branch.deliver(bytes(Map.of("a", "1")), BY, "First\n");
                    branch.deliver(bytes(Map.of("a", "2")), BY, "Second\n");
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
        threads.shutdown();

        assertThat(remote.git("rev-list", "--count", "main")).isEqualTo("" + 2 * WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            assertThat(remote.git("show", "main:writer" + i + "/a")).isEqualTo("2");
        }
        remote.git("fsck", "--strict");
    }

    @Test
    void a_signed_delivery_verifies_with_git() throws Exception {
        Path key = home.resolve("id");
        Shell.run(home, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        try (DeliveryBranch branch = open(place("golden"), "cache")) {
            branch.deliver(
                    bytes(Map.of("a", "A")),
                    new Authorship(
                            Remote.BOT, Optional.of(CommitSigner.ssh(key, Optional.empty())), Remote.SOURCE_TIME),
                    "Golden files\n");
        }
        Path signers = home.resolve("signers");
        Files.writeString(signers, "build@example.org " + Files.readString(home.resolve("id.pub")));
        assertThat(remote.git("-c", "gpg.ssh.allowedSignersFile=" + signers, "log", "-1", "--format=%G?", "main"))
                .isEqualTo("G");
    }

    @Test
    void a_proposal_leaves_the_branch_alone_until_people_merge_it() {
        String before = remote.push("main", Map.of("site.pp", "theirs\n"));
        DeliveryBranch.Review review = new DeliveryBranch.Review("hallmark/golden", Optional.empty());
        try (DeliveryBranch branch = open(place("golden"), "cache")) {
            ProposalResult first = branch.propose(bytes(Map.of("a", "A")), BY, "Golden files\n\nWhy.\n", review)
                    .proposal();
            assertThat(first).isInstanceOf(ProposalResult.Pushed.class);
            assertThat(branch.propose(bytes(Map.of("a", "A")), BY, "Golden files\n\nWhy.\n", review)
                            .proposal())
                    .isInstanceOf(ProposalResult.AlreadyProposed.class);
            assertThat(remote.git("rev-parse", "main")).isEqualTo(before);
            assertThat(tree("hallmark/golden")).containsExactly("golden/.hallmark-files.json", "golden/a", "site.pp");

            remote.git("update-ref", "refs/heads/main", "hallmark/golden");
            assertThat(branch.propose(bytes(Map.of("a", "A")), BY, "Golden files\n\nWhy.\n", review)
                            .proposal())
                    .isInstanceOf(ProposalResult.Unchanged.class);
            assertThat(text(branch.newest(), "a")).isEqualTo("A");
        }
    }

    @Test
    void a_proposal_needs_a_branch_to_merge_into_and_a_branch_of_hallmarks_own() {
        try (DeliveryBranch branch = open(place("golden"), "cache")) {
            assertThatThrownBy(() -> branch.propose(
                            bytes(Map.of("a", "A")),
                            BY,
                            "Golden files\n",
                            new DeliveryBranch.Review("hallmark/golden", Optional.empty())))
                    .hasMessageContaining("no branch 'main'");
        }
        assertThatThrownBy(() -> new DeliveryBranch.Review("production", Optional.empty()))
                .hasMessageContaining("must begin with hallmark/");
    }

    private DeliveryBranch.Delivery deliver(String folder, Map<String, String> files) {
        try (DeliveryBranch branch = open(place(folder), "cache")) {
            return branch.deliver(bytes(files), BY, "Golden files\n");
        }
    }

    private Place place(String folder) {
        return new Place(remote.bare.toString(), "main", folder);
    }

    private DeliveryBranch open(Place place, String cache) {
        return DeliveryBranch.open(place, Credentials.usersOwn(), home.resolve(cache));
    }

    private List<String> tree(String branch) {
        return remote.git("ls-tree", "-r", "--name-only", branch).lines().toList();
    }

    private static String text(DeliveredFiles files, String path) {
        return new String(files.read(path).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> bytes(Map<String, String> files) {
        Map<String, byte[]> bytes = new TreeMap<>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }
}
