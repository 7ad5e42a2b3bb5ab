package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.hallmark.agent.AgentLostException;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.fake.FakeRun;
import io.jenkins.plugins.hallmark.view.DriftReportAction;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded logs of machines, against baselines of the demo's image on the same machines' profiles. */
class DriftTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));

    @TempDir
    private Path folder;

    private Stage stage;

    @BeforeEach
    void start() throws Exception {
        stage = Stage.of(folder);
        stage.perform(new ProposeBuilder(Stage.NAME));
        stage.merge();
        stage.nextBuild();
    }

    private void log(String node, String recording) throws IOException {
        Path target = stage.image().resolve("logs").resolve(node).resolve("eventlog.bin");
        Files.createDirectories(target.getParent());
        Files.copy(FIXTURES.resolve("boots").resolve(recording).resolve("eventlog.bin"), target);
    }

    private DriftBuilder drift() {
        DriftBuilder builder = new DriftBuilder(Stage.NAME);
        builder.setLogs("logs/**");
        return builder;
    }

    @Test
    void a_node_that_boots_another_image_makes_the_build_unstable_with_the_artifact_named() throws Exception {
        log("node1", "pxe-ipxe-again");
        stage.perform(drift());
        DriftReportAction action = stage.run.getAction(DriftReportAction.class);
        assertThat(action.getDrifting()).containsExactly("node1");
        assertThat(action.getReport().get("nodes").toString()).contains("another ipxe (");
        assertThat(stage.run.getResult()).hasToString("UNSTABLE");
        assertThat(stage.log.text()).contains("node1: PCR 4: another ipxe (");
    }

    @Test
    void the_build_fails_or_goes_on_as_configured() throws Exception {
        log("node1", "pxe-ipxe-again");
        DriftBuilder failing = drift();
        failing.setOnDrift("failure");
        assertThatThrownBy(() -> stage.perform(failing))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("1 of 1 nodes");
        assertThat(stage.run.getAction(DriftReportAction.class)).isNotNull();

        stage.nextBuild();
        DriftBuilder ignoring = drift();
        ignoring.setOnDrift("ignore");
        stage.perform(ignoring);
        assertThat(stage.run.getResult()).isNull();
    }

    @Test
    void a_node_that_sends_garbage_hides_no_other_and_is_no_success() throws Exception {
        log("node1", "pxe-ipxe-again");
        Files.writeString(stage.image().resolve("logs/node9.bin"), "no log");
        stage.perform(drift());
        DriftReportAction action = stage.run.getAction(DriftReportAction.class);
        assertThat(action.getNodes()).isEqualTo(2);
        assertThat(action.getUnreadable()).singleElement().asString().contains("node9.bin");
        assertThat(action.getDrifting()).containsExactly("node1");
    }

    /** One that is larger than any log is. */
    private static void oversized(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(Files.createFile(log).toFile(), "rw")) {
            file.setLength(8 * 1024 * 1024 + 1);
        }
    }

    private void assertThatNode1DriftsBesideAnOversizedLog() {
        DriftReportAction action = stage.run.getAction(DriftReportAction.class);
        assertThat(action.getNodes()).isEqualTo(2);
        assertThat(action.getUnreadable()).singleElement().asString().startsWith("logs/node0.bin: larger than ");
        assertThat(action.getDrifting()).containsExactly("node1");
        assertThat(stage.run.getResult()).isNull();
    }

    @Test
    void a_node_that_sends_too_much_hides_no_other_and_counts_as_configured() throws Exception {
        log("node1", "pxe-ipxe-again");
        oversized(stage.image().resolve("logs/node0.bin"));
        DriftBuilder ignoring = drift();
        ignoring.setOnDrift("ignore");
        stage.perform(ignoring);
        assertThatNode1DriftsBesideAnOversizedLog();
    }

    @Test
    void so_does_one_whose_log_a_build_archived() throws Exception {
        stage.run = archive(stage.job, "node1", "pxe-ipxe-again");
        oversized(stage.run.getRootDir().toPath().resolve("archive/logs/node0.bin"));
        DriftBuilder ignoring = drift(".");
        ignoring.setOnDrift("ignore");
        stage.perform(ignoring);
        assertThatNode1DriftsBesideAnOversizedLog();
    }

    @Test
    void a_link_out_of_the_workspace_is_not_followed() throws Exception {
        Files.createDirectories(stage.image().resolve("logs"));
        Files.createSymbolicLink(
                stage.image().resolve("logs/eventlog.bin"),
                FIXTURES.resolve("boots/pxe-ipxe-again/eventlog.bin").toAbsolutePath());
        assertThatThrownBy(() -> stage.perform(drift()))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("no file in the workspace matches");
    }

    @Test
    void a_pattern_without_logs_is_an_error_and_no_success() {
        assertThatThrownBy(() -> stage.perform(drift()))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("no file in the workspace matches 'logs/**'");
    }

    /** A build that archived the log of a node. */
    private FakeRun archive(FakeJob job, String node, String recording) throws IOException {
        FakeRun build = job.build();
        Path target = build.getRootDir().toPath().resolve("archive/logs/" + node + "/eventlog.bin");
        Files.createDirectories(target.getParent());
        Files.copy(FIXTURES.resolve("boots").resolve(recording).resolve("eventlog.bin"), target);
        return build;
    }

    private DriftBuilder drift(String archivedBy) {
        DriftBuilder builder = drift();
        builder.setArchivedBy(archivedBy);
        return builder;
    }

    @Test
    void logs_that_nodes_builds_archived_are_read_of_this_build_the_newest_or_a_certain_one() throws Exception {
        FakeJob fleet = new FakeJob("fleet", folder.resolve("fleet"));
        archive(fleet, "node1", "pxe-ipxe-again");
        archive(fleet, "node2", "pxe-ipxe-again");
        stage.jenkins.with(fleet);
        stage.perform(drift("fleet"));
        assertThat(stage.run.getAction(DriftReportAction.class).getDrifting()).containsExactly("node2");
        assertThat(stage.log.text()).contains("reads what fleet #2 archived");

        stage.nextBuild();
        stage.perform(drift("fleet#1"));
        assertThat(stage.run.getAction(DriftReportAction.class).getDrifting()).containsExactly("node1");

        stage.run = archive(stage.job, "node3", "pxe-ipxe-again");
        stage.perform(drift("."));
        assertThat(stage.run.getAction(DriftReportAction.class).getDrifting()).containsExactly("node3");
    }

    @Test
    void an_archive_that_may_not_be_read_has_no_logs_or_has_no_name_is_an_error_and_no_success() throws Exception {
        assertThatThrownBy(() -> stage.perform(drift("hidden")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("no build 'hidden' whose artifacts this one may read");
        stage.jenkins.showingOnlyThatThereIs("discoverable");
        assertThatThrownBy(() -> stage.perform(drift("discoverable")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("no build 'discoverable' whose artifacts this one may read");
        assertThatThrownBy(() -> stage.perform(drift("."))).hasMessageContaining("archived matches 'logs/**'");
        assertThatThrownBy(() -> stage.perform(drift("fleet#last"))).hasMessageContaining("names no build");
    }

    @Test
    void a_pattern_for_any_depth_takes_files_at_the_top_too() throws Exception {
        Files.copy(
                FIXTURES.resolve("boots/pxe-ipxe-again/eventlog.bin"),
                stage.image().resolve("node7.bin"));
        DriftBuilder everywhere = new DriftBuilder(Stage.NAME);
        everywhere.setLogs("**/node*.bin");
        stage.perform(everywhere);
        assertThat(stage.run.getAction(DriftReportAction.class).getDrifting()).containsExactly("node7");
    }

    @Test
    void a_workspace_that_was_deleted_is_told_as_that_and_not_as_a_lost_agent() {
        assertThatThrownBy(() -> stage.perform(drift(), stage.agent.workspace(folder.resolve("none"))))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining(folder.resolve("none").toString())
                .hasMessageNotContaining("did not answer");
    }

    @Test
    void an_agent_that_is_lost_is_told() throws Exception {
        log("node1", "pxe-ipxe-again");
        stage.agent.dyingAfter(1);
        assertThatThrownBy(() -> stage.perform(drift())).hasMessageContaining("did not answer");
        assertThat(stage.run.getAction(DriftReportAction.class)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_build_that_is_aborted_amid_the_logs_reports_nothing_and_ends_as_aborted(int answers) throws Exception {
        log("node1", "pxe-ipxe-again");
        stage.agent.abortedAmidCall(answers);
        assertThatThrownBy(() -> stage.perform(drift())).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(stage.run.getAction(DriftReportAction.class)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void so_is_one_that_is_lost_while_its_answer_is_waited_for(int answers) throws Exception {
        log("node1", "pxe-ipxe-again");
        stage.agent.dyingAmidCall(answers);
        assertThatThrownBy(() -> stage.perform(drift()))
                .isInstanceOf(AgentLostException.class)
                .hasMessageContaining("did not answer");
        assertThat(stage.run.getAction(DriftReportAction.class)).isNull();
    }
}
