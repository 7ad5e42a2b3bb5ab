package io.hallmark.baselines.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.baselines.repository.Remote;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baselines of recorded boots in a real Git repository: a kernel was rolled out, and the previous set retired. */
class HeldTest {
    private static final Held ALL = new Held(Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    Path home;

    Remote remote;

    @BeforeEach
    void aRollOutThatIsOver() {
        remote = Remote.empty(home);
        push(Recorded.baseline("pxe-ipxe", "pxe-ipxe"));
        push(Recorded.baseline("pxe-ipxe", "pxe-ipxe-kernel", "pxe-ipxe"));
        push(Recorded.baseline("pxe-ipxe", "pxe-ipxe-kernel"));
    }

    @Test
    void a_set_that_was_retired_is_recognised_by_the_history_of_its_baseline() {
        try (BaselinesRepository repository = remote.open()) {
            DriftReport report = ALL.in(repository, repository.head("main")).of("node", Recorded.log("pxe-ipxe-again"));

            assertThat(report.pcrs().get(0).probably()).contains("of a previous set that is not accepted any more");
        }
    }

    @Test
    void a_folder_has_no_history_so_the_same_is_an_unknown_kernel_there() {
        Drift drift = ALL.in(FolderFiles.open(home.resolve("clone-main")));

        assertThat(drift.of("node", Recorded.log("pxe-ipxe-again"))
                        .pcrs()
                        .get(0)
                        .probably())
                .contains("another kernel (linux ")
                .contains("which no set of this repository knows");
        assertThat(drift.of("node", Recorded.log("pxe-ipxe-kernel")).drift()).isFalse();
    }

    @Test
    void an_earlier_state_that_can_not_be_read_any_more_is_passed_over() {
        remote.push("main", Map.of("baselines/compute/disk/pxe-ipxe.yaml", "schema: hallmark/baseline/v0\n"));
        push(Recorded.baseline("pxe-ipxe", "pxe-ipxe-kernel"));
        try (BaselinesRepository repository = remote.open()) {
            DriftReport report = ALL.in(repository, repository.head("main")).of("node", Recorded.log("pxe-ipxe-again"));

            assertThat(report.pcrs().get(0).probably()).contains("of a previous set");
        }
    }

    @Test
    void nodes_may_be_held_to_some_baselines_only_and_to_none_is_wrong_input() {
        FolderFiles files = FolderFiles.open(home.resolve("clone-main"));

        assertThat(new Held(Optional.of("compute"), Optional.of("disk"), Optional.of("pxe-ipxe"))
                        .in(files)
                        .of("node", Recorded.log("pxe-ipxe-kernel"))
                        .drift())
                .isFalse();
        assertThatThrownBy(() -> new Held(Optional.empty(), Optional.empty(), Optional.of("r650")).in(files))
                .isInstanceOf(BaselinesException.class)
                .hasMessageEndingWith("it has [baselines/compute/disk/pxe-ipxe.yaml]");
    }

    private void push(BaselineDocument baseline) {
        remote.push(
                "main",
                Map.of(
                        BaselineDocument.path(baseline.image(), baseline.chain(), baseline.hardware()),
                        new String(baseline.toYaml(), StandardCharsets.UTF_8)));
    }
}
