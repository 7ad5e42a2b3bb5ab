package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchWriterTest {
    private static final int WRITERS = 6;

    @TempDir
    Path home;

    Remote remote;

    @BeforeEach
    void makeRemote() {
        remote = Remote.withTemplate(home);
    }

    @Test
    void records_have_a_root_of_their_own_and_leave_the_reviewed_branch_alone() {
        String main = remote.git("rev-parse", "main");
        try (BaselinesRepository repository = remote.open()) {
            RecordProcess.add(repository, "a");
            RecordProcess.add(repository, "b");
            assertThat(repository.defaultBranch()).isEqualTo("main");
        }
        assertThat(remote.git("rev-parse", "main")).isEqualTo(main);
        assertThat(remote.git("rev-list", "--count", "hallmark-receipts")).isEqualTo("2");
        assertThat(remote.git("ls-tree", "-r", "--name-only", "hallmark-receipts"))
                .isEqualTo("records/1-a\nrecords/2-b");
        assertThatThrownBy(() -> remote.git("merge-base", "main", "hallmark-receipts"));
    }

    @Test
    void a_record_that_is_there_already_makes_no_commit() {
        try (BaselinesRepository repository = remote.open()) {
            RecordProcess.add(repository, "a");
            RecordProcess.add(repository, "a");
        }
        assertThat(remote.git("rev-list", "--count", "hallmark-receipts")).isEqualTo("1");
    }

    @Test
    void writers_with_caches_of_their_own_lose_nothing_and_give_each_record_a_number_of_its_own() throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String name = "writer" + i;
            Path cache = home.resolve("cache" + i % 3);
            work.add(() -> {
                try (BaselinesRepository repository = BaselinesRepository.open(remote.bare, cache)) {
                    RecordProcess.add(repository, name + "-first");
                    RecordProcess.add(repository, name + "-second");
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
        threads.shutdown();

        List<String> records = remote.git("ls-tree", "--name-only", "hallmark-receipts", "records/")
                .lines()
                .map(path -> path.replaceFirst("records/(\\d+)-.*", "$1"))
                .toList();
        assertThat(records).hasSize(2 * WRITERS).doesNotHaveDuplicates();
        assertThat(remote.git("rev-list", "--count", "hallmark-receipts")).isEqualTo("" + 2 * WRITERS);
        remote.git("fsck", "--strict");
    }

    @Test
    void a_process_that_dies_at_any_step_leaves_a_state_that_the_next_run_finishes() throws Exception {
        Process undisturbed = RecordProcess.start(remote, remote.cache, "whole", 0);
        assertThat(undisturbed.waitFor()).isZero();
        List<String> steps =
                Files.readString(remote.home.resolve("output-whole")).lines().toList();
        assertThat(steps).contains("commit: written", "commit: pushed");
        // Steps before the first one of the record are those of the clone, which other tests kill.
        for (int step = steps.indexOf("commit: written") + 1; step <= steps.size(); step++) {
            Remote own = Remote.withTemplate(Files.createDirectory(home.resolve("step-" + step)));
            String when = "killed at " + steps.get(step - 1);
            assertThat(RecordProcess.start(own, own.cache, "a", step).waitFor())
                    .as(when)
                    .isEqualTo(ProposeProcess.KILLED);
            Path lock = own.bare.resolve("refs/heads/hallmark-receipts.lock");
            if (Files.exists(lock)) {
                Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
            }
            try (BaselinesRepository repository = own.open()) {
                RecordProcess.add(repository, "a");
            }
            assertThat(own.git("ls-tree", "-r", "--name-only", "hallmark-receipts"))
                    .as(when)
                    .isEqualTo("records/1-a");
            assertThat(Shell.attempt(own.bare, Map.of(), "git", "fsck", "--full", "--strict")
                            .code())
                    .as(when)
                    .isZero();
        }
    }

    @Test
    void a_server_that_refuses_is_quoted_with_the_branch_to_allow() throws Exception {
        remote.git("config", "http.receivepack", "true");
        Path hook = remote.bare.resolve("hooks/pre-receive");
        Files.writeString(hook, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (GitHttpServer server = new GitHttpServer(home, "robot", "s3cret");
                BaselinesRepository repository = BaselinesRepository.open(
                        server.url("/baselines.git"),
                        remote.cache,
                        new Credentials.UserPassword("robot", "s3cret"::toCharArray))) {
            assertThatThrownBy(() -> RecordProcess.add(repository, "a"))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("refused the push to hallmark-receipts")
                    .hasMessageEndingWith("let this account push to hallmark-receipts");
        }
    }

    @Test
    void history_tells_what_came_before_and_which_commits_changed_a_file() {
        String first = remote.git("rev-parse", "main");
        String second = remote.push("main", Map.of("other", "x\n"));
        String third = remote.push("main", Map.of("baselines/compute/pxe/r650.yaml", "new\n"));
        try (BaselinesRepository repository = remote.open()) {
            assertThat(repository.isInHistory(first, third)).isTrue();
            assertThat(repository.isInHistory(third, third)).isTrue();
            assertThat(repository.isInHistory(third, second)).isFalse();
            assertThat(repository.isInHistory("0".repeat(39) + "1", third)).isFalse();
            assertThat(repository.history(repository.head("main"), "baselines/compute/pxe/r650.yaml", 10))
                    .extracting(Snapshot::commit)
                    .containsExactly(third, first);
            assertThat(repository.history(repository.head("main"), "baselines/compute/pxe/r650.yaml", 1))
                    .hasSize(1);
        }
    }
}
