package io.hallmark.puppetbridge.ansible.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.process.LineOutput;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of ansible-runner as they were recorded, each with what must be made of it. */
class RecordedOutcomesTest {
    private static final String LOCALHOST = "localhost";
    private final List<RunnerEvent> heard = new ArrayList<>();

    @Test
    void a_run_that_changed_something_on_the_host() throws IOException {
        RunOutcome outcome = judged("ok", LOCALHOST);
        assertThat(outcome).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(((RunOutcome.Succeeded) outcome).changed()).isEqualTo(Map.of(LOCALHOST, 1));
        assertThat(((RunOutcome.Succeeded) outcome).changes())
                .containsExactly(new RunOutcome.Change(LOCALHOST, "Write a line", Optional.empty()));
        assertThat(outcome.words()).isEqualTo("1 of 1 hosts changed");
    }

    @Test
    void a_run_in_check_mode_of_a_host_that_is_as_it_should_be_has_differences_to_tell_but_no_change()
            throws IOException {
        RunOutcome outcome = judged("check-mode", LOCALHOST);
        assertThat(outcome).isEqualTo(new RunOutcome.Succeeded(new TreeMap<>(Map.of(LOCALHOST, 0)), List.of()));
        assertThat(((RunOutcome.Succeeded) outcome).changedAnything()).isFalse();
        assertThat(heard).extracting(RunnerEvent::kind).contains("runner_on_file_diff");
    }

    @Test
    void a_task_that_failed_is_told_with_host_and_message() throws IOException {
        RunOutcome outcome = judged("failed", LOCALHOST);
        assertThat(outcome)
                .isEqualTo(new RunOutcome.Failed(
                        new TreeMap<>(Map.of(LOCALHOST, "task 'Fails': non-zero return code")), new TreeMap<>()));
    }

    @Test
    void a_host_that_was_not_reached_is_told_with_the_reason() throws IOException {
        RunOutcome outcome = judged("unreachable", "unreachable.test");
        assertThat(outcome).isInstanceOf(RunOutcome.Unreachable.class);
        assertThat(outcome.words()).contains("unreachable.test", "task 'Ping'", "Connection refused");
    }

    @Test
    void the_exit_code_of_unreachable_hosts_with_no_stats_is_a_playbook_that_ansible_refused() throws IOException {
        RunOutcome outcome = judged("unknown-module", LOCALHOST);
        assertThat(outcome).isInstanceOf(RunOutcome.Rejected.class);
        assertThat(outcome.words()).contains("couldn't resolve module/action 'nosuchmodule_zz'");
    }

    @Test
    void a_playbook_that_is_not_there() throws IOException {
        assertThat(judged("missing-playbook", LOCALHOST))
                .isEqualTo(new RunOutcome.MissingPlaybook("ERROR! the playbook: missing.yml could not be found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"job-timeout", "idle-timeout"})
    void a_run_that_took_too_long(String folder) throws IOException {
        assertThat(judged(folder, LOCALHOST)).isEqualTo(new RunOutcome.TimedOut());
    }

    @Test
    void a_run_that_was_stopped() throws IOException {
        assertThat(judged("sigterm", LOCALHOST)).isEqualTo(new RunOutcome.Canceled());
    }

    @Test
    void exit_code_0_is_no_success_when_a_host_that_was_meant_is_missing() throws IOException {
        assertThat(judged("ok", LOCALHOST, "node2.test"))
                .isEqualTo(new RunOutcome.Incomplete(new TreeSet<>(List.of("node2.test"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 254})
    void a_failed_run_never_succeeds_whatever_the_exit_code_says(int exit) throws IOException {
        for (String folder : List.of("failed", "unreachable", "unknown-module", "missing-playbook", "sigterm")) {
            for (String status : List.of("successful", "failed", "timeout", "canceled", "starting")) {
                assertThat(judged(folder, exit, Optional.of(status), "unreachable.test"))
                        .as(folder + " " + exit + " " + status)
                        .isNotInstanceOf(RunOutcome.Succeeded.class);
            }
        }
    }

    @Test
    void exit_code_status_and_stats_must_agree_for_a_success() throws IOException {
        assertThat(judged("ok", 2, Optional.of("successful"), LOCALHOST)).isInstanceOf(RunOutcome.Unclear.class);
        assertThat(judged("ok", 0, Optional.of("failed"), LOCALHOST)).isInstanceOf(RunOutcome.Unclear.class);
        assertThat(judged("ok", 0, Optional.empty(), LOCALHOST)).isInstanceOf(RunOutcome.NotStarted.class);
        assertThat(judged("sigterm", 0, Optional.of("successful"), LOCALHOST)).isInstanceOf(RunOutcome.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "check-mode", "failed", "unreachable", "job-timeout", "idle-timeout", "sigterm"})
    void each_event_is_heard_once_and_in_order_though_it_comes_twice(String folder) throws IOException {
        judged(folder, LOCALHOST);
        try (Stream<Path> recorded = Files.list(Fixtures.path("ansible-runner/" + folder + "/job_events"))) {
            assertThat(heard).hasSize((int) recorded.count());
        }
        assertThat(heard).extracting(RunnerEvent::counter).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_terminal_was_missing_only_where_the_last_error_says_so() {
        String trace = "  File \"/usr/lib/python3/dist-packages/pexpect/pty_spawn.py\", line 205, in __init__";
        assertThat(notStarted(trace, "OSError: out of pty devices", ""))
                .isEqualTo(new RunOutcome.NoTerminal("OSError: out of pty devices"));
        assertThat(notStarted(trace, "FileNotFoundError: [Errno 2] No such file or directory: '/dev/ptmx'"))
                .isInstanceOf(RunOutcome.NoTerminal.class);
        for (String other : List.of("MemoryError", "ValueError: the inventory is empty")) {
            assertThat(notStarted(trace, other)).isEqualTo(new RunOutcome.NotStarted(1, other));
        }
    }

    private static RunOutcome notStarted(String... errors) {
        RunRecord record = new RunRecord(event -> {});
        Stream.of(errors).forEach(record::error);
        return Judgement.of(1, Optional.empty(), record, new TreeSet<>(List.of(LOCALHOST)));
    }

    @Test
    void text_between_the_events_is_no_event_and_disturbs_none() throws IOException {
        RunRecord record = new RunRecord(heard::add);
        record.output("{\"counter\": 1, \"event\":");
        record.output("[WARNING]: something");
        record.output("{\"no\": \"event\"}");
        Files.readAllLines(folder("ok").resolve("stdout")).forEach(record::output);
        assertThat(Judgement.of(0, Optional.of("successful"), record, new TreeSet<>(List.of(LOCALHOST))))
                .isInstanceOf(RunOutcome.Succeeded.class);
    }

    private RunOutcome judged(String folder, String... hosts) throws IOException {
        int exit =
                Integer.parseInt(Files.readString(folder(folder).resolve("rc")).strip());
        return judged(
                folder,
                exit,
                Optional.of(Files.readString(folder(folder).resolve("status")).strip()),
                hosts);
    }

    /** All of it twice, in pieces that keep to no line, as a pipe may have it. */
    private RunOutcome judged(String folder, int exit, Optional<String> status, String... hosts) throws IOException {
        heard.clear();
        RunRecord record = new RunRecord(heard::add);
        byte[] stream = Files.readAllBytes(folder(folder).resolve("stdout"));
        try (LineOutput output = new LineOutput(1 << 20, record::output)) {
            for (int round = 0; round < 2; round++) {
                for (int at = 0; at < stream.length; at += 7) {
                    output.write(stream, at, Math.min(7, stream.length - at));
                }
            }
        }
        Files.readString(folder(folder).resolve("stderr"), StandardCharsets.UTF_8)
                .lines()
                .forEach(record::error);
        return Judgement.of(exit, status, record, new TreeSet<>(List.of(hosts)));
    }

    private static Path folder(String name) {
        return Fixtures.path("ansible-runner/" + name);
    }
}
