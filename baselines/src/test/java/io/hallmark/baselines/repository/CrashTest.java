package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a proposing process wherever it may be and looks at what is left with the real Git. */
class CrashTest {
    private static final int KILLS_AT_ANY_MOMENT = 8;

    @TempDir
    Path home;

    private List<String> steps;
    private Duration undisturbed;
    private String commit;

    @BeforeEach
    void runUndisturbed() throws Exception {
        Remote remote = Remote.withTemplate(Files.createDirectory(home.resolve("undisturbed")));
        long start = System.nanoTime();
        assertThat(propose(remote, 0).waitFor()).as(output(remote)).isZero();
        undisturbed = Duration.ofNanos(System.nanoTime() - start);
        steps = output(remote).lines().toList();
        commit = remote.git("rev-parse", "hallmark/compute");
    }

    @Test
    void a_process_that_dies_at_any_step_leaves_a_state_that_the_next_run_finishes() throws Exception {
        assertThat(steps).contains("clone: initialised", "clone: in place", "propose: written", "propose: pushed");
        for (int step = 1; step <= steps.size(); step++) {
            Remote remote = Remote.withTemplate(Files.createDirectory(home.resolve("step-" + step)));
            assertThat(propose(remote, step).waitFor()).isEqualTo(ProposeProcess.KILLED);
            checkAndFinish(remote, "killed at step " + step + ", " + steps.get(step - 1));
        }
    }

    @Test
    void a_process_that_is_killed_at_any_moment_leaves_a_state_that_the_next_run_finishes() throws Exception {
        for (int i = 1; i <= KILLS_AT_ANY_MOMENT; i++) {
            Remote remote = Remote.withTemplate(Files.createDirectory(home.resolve("moment-" + i)));
            Process process = propose(remote, 0);
            // The first half of the time is the start of the virtual machine.
            long wait = undisturbed.toMillis() * (KILLS_AT_ANY_MOMENT + i) / (2 * KILLS_AT_ANY_MOMENT);
            process.waitFor(wait, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            checkAndFinish(remote, "killed after " + wait + " ms");
        }
    }

    private void checkAndFinish(Remote remote, String when) throws IOException {
        checkWithGit(remote, when);
        try {
            finish(remote);
        } catch (BaselinesException e) {
            // Killed within the microseconds of the remote's own reference lock: the message has to say so.
            Path lock = remote.bare.resolve("refs/heads/hallmark/compute.lock");
            assertThat(e).as(when).hasMessageContaining(lock.toString());
            Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
            finish(remote);
        }
        assertThat(remote.git("rev-parse", "hallmark/compute")).as(when).isEqualTo(commit);
        checkWithGit(remote, when + ", then finished");
    }

    private static void finish(Remote remote) {
        try (BaselinesRepository repository = remote.open()) {
            repository.propose(ProposeProcess.proposal("compute", "new", Remote.SOURCE_TIME));
        }
    }

    private static void checkWithGit(Remote remote, String when) throws IOException {
        fsck(remote.bare, when);
        Path folder = remote.cache.resolve("repositories");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> clones = Files.list(folder)) {
                clones.filter(clone -> clone.toString().endsWith(".git")).forEach(clone -> fsck(clone, when));
            }
        }
    }

    private static void fsck(Path repository, String when) {
        Shell.Result result = Shell.attempt(repository, Map.of(), "git", "fsck", "--full", "--strict");
        assertThat(result.code()).as(when + ": " + result.output()).isZero();
    }

    private static Process propose(Remote remote, int dieAt) throws IOException {
        return ProposeProcess.start(remote, remote.cache, "compute", "new", Remote.SOURCE_TIME, dieAt);
    }

    private static String output(Remote remote) throws IOException {
        return Files.readString(remote.home.resolve("output-compute-new"));
    }
}
