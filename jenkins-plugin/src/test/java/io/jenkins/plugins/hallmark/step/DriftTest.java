package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.hallmark.view.DriftReportAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void an_agent_that_is_lost_is_told() throws Exception {
        log("node1", "pxe-ipxe-again");
        stage.agent.dyingAfter(1);
        assertThatThrownBy(() -> stage.perform(drift())).hasMessageContaining("did not answer");
        assertThat(stage.run.getAction(DriftReportAction.class)).isNull();
    }
}
