package io.hallmark.baselines.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
    private static final int THREADS = 6;
    private static final int PROCESSES = 3;

    @TempDir
    Path home;

    Remote remote;

    @BeforeEach
    void makeRemote() {
        remote = Remote.withTemplate(home);
    }

    @Test
    void threads_that_propose_different_images_at_once_lose_nothing() throws Exception {
        List<Callable<ProposalResult>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String image = "image" + i;
            // Every second one works on a cache of its own, as builds on several machines do.
            Path cache = home.resolve("cache" + i % 2);
            work.add(() -> propose(cache, ProposeProcess.proposal(image, image, Remote.SOURCE_TIME)));
        }
        assertThat(run(work)).allSatisfy(result -> assertThat(result).isInstanceOf(ProposalResult.Pushed.class));
        for (int i = 0; i < THREADS; i++) {
            assertThat(content("image" + i)).isEqualTo("image" + i);
        }
        remote.git("fsck", "--strict");
    }

    @Test
    void threads_that_propose_one_image_at_once_leave_the_state_of_the_latest_source() throws Exception {
        List<Callable<ProposalResult>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Path cache = home.resolve("cache" + i);
            String text = "state" + i;
            Instant time = Remote.SOURCE_TIME.plusSeconds(i);
            work.add(() -> propose(cache, ProposeProcess.proposal("compute", text, time)));
        }
        assertThat(run(work))
                .allMatch(result ->
                        result instanceof ProposalResult.Pushed || result instanceof ProposalResult.Superseded);
        assertThat(content("compute")).isEqualTo("state" + (THREADS - 1));
        assertThat(remote.git("rev-list", "--count", "main..hallmark/compute")).isEqualTo("1");
    }

    @Test
    void processes_that_propose_at_once_through_one_cache_lose_nothing() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(ProposeProcess.start(remote, remote.cache, "image" + i, "own" + i, Remote.SOURCE_TIME, 0));
            Instant time = Remote.SOURCE_TIME.plusSeconds(i);
            processes.add(ProposeProcess.start(remote, remote.cache, "compute", "state" + i, time, 0));
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(content("image" + i)).isEqualTo("own" + i);
        }
        assertThat(content("compute")).isEqualTo("state" + (PROCESSES - 1));
        remote.git("fsck", "--strict");
    }

    private ProposalResult propose(Path cache, Proposal proposal) {
        try (BaselinesRepository repository = BaselinesRepository.open(remote.bare, cache)) {
            return repository.propose(proposal);
        }
    }

    private String content(String image) {
        return remote.git("show", "hallmark/" + image + ":baselines/" + image + "/pxe/r650.yaml");
    }

    private static <T> List<T> run(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
