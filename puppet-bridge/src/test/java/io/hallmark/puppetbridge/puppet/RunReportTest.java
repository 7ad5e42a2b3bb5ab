package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reports that Puppet 7.23 wrote; most are recordings of other profiles than Hallmark's. */
class RunReportTest {
    private static byte[] recording(String name) throws IOException {
        try (InputStream in = RunReportTest.class.getResourceAsStream("reports/" + name)) {
            return in.readAllBytes();
        }
    }

    private static NodeRun run(String name) throws IOException {
        return RunReport.read(name, recording(name));
    }

    @Test
    void a_noop_run_says_what_it_would_change_though_its_exit_code_is_0() throws IOException {
        NodeRun run = run("report-noop.yaml");
        assertThat(run.noop()).isTrue();
        assertThat(run.state()).isEqualTo(NodeRun.State.PENDING);
        assertThat(run.pending()).hasSize(10).contains("Package[less]");
        assertThat(run.baseline()).contains("baseline-0001");
        assertThat(run.node()).isEqualTo("vm");
    }

    @Test
    void a_lock_that_another_program_holds_is_told_from_other_failures() throws IOException {
        NodeRun run = run("report-apply.yaml");
        assertThat(run.failed()).containsExactly("Package[less]");
        assertThat(run.locked()).isTrue();
        assertThat(run.state()).isEqualTo(NodeRun.State.RETRY);
        String other = new String(recording("report-apply.yaml"), StandardCharsets.UTF_8)
                .replaceAll("(?s)Could not get lock.*?another process using it\\?", "No such thing");
        assertThat(RunReport.read("x", other.getBytes(StandardCharsets.UTF_8)).state())
                .isEqualTo(NodeRun.State.FAILED);
    }

    @Test
    void a_run_that_changed_all_it_had_to_has_applied_its_baseline() throws IOException {
        NodeRun run = run("report-agent-success.yaml");
        assertThat(run.node()).isEqualTo("node1.test");
        assertThat(run.state()).isEqualTo(NodeRun.State.APPLIED);
        assertThat(run.changed()).isPositive();
    }

    @Test
    void what_a_run_skipped_of_a_profile_is_pending_though_nothing_was_out_of_sync() throws IOException {
        NodeRun run = run("report-tags.yaml");
        assertThat(run.role()).contains("edge");
        assertThat(run.baseline()).contains("hallmark-" + "2".repeat(40));
        assertThat(run.state()).isEqualTo(NodeRun.State.PENDING);
        assertThat(run.changed()).isZero();
        assertThat(run.pending())
                .contains("File[/etc/sysctl.d/90-hallmark-kernel.dmesg_restrict.conf]")
                .noneMatch(name -> name.startsWith("Schedule["));
        assertThat(RoleTable.of(List.of(run)).words("hallmark-" + "2".repeat(40)))
                .containsExactly("role edge: 0 of 1 nodes have applied hallmark-" + "2".repeat(40)
                        + "; pending: edge.example.org");
    }

    @Test
    void roles_come_from_the_tags_of_what_was_applied() throws IOException {
        String tagged = new String(recording("report-agent-success.yaml"), StandardCharsets.UTF_8)
                .replace("    - node_hardening\n", "    - node_hardening\n    - hallmark_role_compute\n");
        NodeRun compute = RunReport.read("x", tagged.getBytes(StandardCharsets.UTF_8));
        assertThat(compute.role()).contains("compute");
        NodeRun older = new NodeRun(
                "node1.test",
                Optional.of("compute"),
                Optional.of("old"),
                "2020",
                false,
                0,
                List.of("a"),
                List.of(),
                false);
        RoleTable table = RoleTable.of(List.of(compute, older, run("report-noop.yaml")));
        assertThat(table.roles()).containsOnlyKeys("", "compute");
        assertThat(table.roles().get("compute")).containsExactly(compute);
        assertThat(table.behind("baseline-0001")).extracting(NodeRun::node).containsExactly("vm");
        assertThat(table.behind("baseline-0002")).extracting(NodeRun::node).containsExactly("vm", "node1.test");
    }

    @Test
    void the_newest_run_is_the_latest_whatever_time_zone_tells_it() {
        NodeRun first = at("2026-11-25T05:10:00.5+02:00");
        NodeRun second = at("2026-11-25T04:43:10Z");
        NodeRun third = at("2026-11-25T04:43:10.220339159+00:00");
        for (List<NodeRun> runs : List.of(List.of(first, second, third), List.of(third, second, first))) {
            assertThat(RoleTable.of(runs).roles().get("compute")).containsExactly(third);
        }
        assertThat(RoleTable.of(List.of(second, first)).roles().get("compute")).containsExactly(second);
    }

    private static NodeRun at(String time) {
        return new NodeRun(
                "node1.test", Optional.of("compute"), Optional.of("a"), time, false, 0, List.of(), List.of(), false);
    }

    @Test
    void what_is_no_report_is_refused_with_its_name() {
        assertThatThrownBy(() -> RunReport.read("last_run_report.yaml", "a: [".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageStartingWith("last_run_report.yaml: no valid YAML");
        assertThatThrownBy(() -> RunReport.read("r", "status: changed".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BaselinesException.class)
                .hasMessage("r: 'resource_statuses' is missing; is it a report of Puppet 7 or later?");
        assertThatThrownBy(() -> RunReport.read("r", new byte[0])).isInstanceOf(BaselinesException.class);
        assertThatThrownBy(() -> RunReport.read("r", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BaselinesException.class);
    }
}
