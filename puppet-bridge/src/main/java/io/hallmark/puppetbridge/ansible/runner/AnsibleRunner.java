package io.hallmark.puppetbridge.ansible.runner;

import io.hallmark.puppetbridge.process.LineOutput;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.process.RunningProgram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs playbooks by {@code ansible-runner}. Each run has a private folder of its own, which is deleted with all artifacts
 * when it ends: the file {@code command} among them has the whole environment, and others may have what a task said.
 */
public final class AnsibleRunner {
    private static final String PROGRAM = "ansible-runner";

    /** PATH finds the programs; the others say how the machine reaches networks and where it keeps temporary files. */
    static final Set<String> INHERITED = Set.of("PATH", "TMPDIR", "TZ");

    private static final int LONGEST_LINE = 8 * 1024 * 1024;
    private static final int LONGEST_STATUS = 64;

    /** ansible-runner took 7 s to end its children. */
    private static final Duration TO_END = Duration.ofSeconds(15);

    /** How long after its own time-out ansible-runner is no longer waited for. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Machine machine;

    public AnsibleRunner(Machine machine) {
        this.machine = machine;
    }

    /**
     * Runs a playbook. When the thread is interrupted the run is canceled, and the thread stays interrupted.
     *
     * @param listener hears each event once, as it comes, from another thread
     * @throws io.hallmark.baselines.BaselinesException when ansible-runner can't be started at all, or its folder not be
     *     deleted
     */
    public RunOutcome run(RunnerJob job, Consumer<RunnerEvent> listener) {
        try (PrivateFolder folder = machine.newFolder()) {
            PrivateData.write(folder, job);
            RunRecord record = new RunRecord(listener);
            RunningProgram running = machine.start(
                    program(folder, job),
                    new LineOutput(LONGEST_LINE, record::output),
                    new LineOutput(LONGEST_LINE, record::error));
            Duration most = job.limits().whole().plus(GRACE);
            OptionalInt exit = end(running, most);
            if (exit.isPresent()) {
                return Judgement.of(exit.getAsInt(), status(folder, job), record, job.hosts());
            }
            return Thread.currentThread().isInterrupted() ? new RunOutcome.Canceled() : new RunOutcome.TimedOut();
        }
    }

    private static Program program(PrivateFolder folder, RunnerJob job) {
        List<String> command = new ArrayList<>(
                List.of(PROGRAM, "run", folder.path(), "--playbook", job.playbook(), "--ident", job.ident(), "--json"));
        if (job.inventory() instanceof RunnerJob.Inventory.Place place) {
            command.addAll(List.of("--inventory", place.path()));
        }
        return new Program(command, INHERITED, environment(folder), folder.path());
    }

    /** Ansible refuses a locale that isn't UTF-8, and keeps files of its own in the home of its user. */
    static Map<String, String> environment(PrivateFolder folder) {
        return Map.of("HOME", folder.path(), "LC_ALL", "C.UTF-8", "PYTHONUNBUFFERED", "1");
    }

    private static Optional<String> status(PrivateFolder folder, RunnerJob job) {
        return folder.read("artifacts/" + job.ident() + "/status", LONGEST_STATUS)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
    }

    /** The exit code; empty when it had to be killed. */
    private static OptionalInt end(RunningProgram running, Duration most) {
        OptionalInt exit = running.await(most);
        // It is given time to end its children, also by a thread that is to stop.
        boolean interrupted = Thread.interrupted();
        try {
            if (exit.isEmpty()) {
                running.terminate();
                exit = running.await(TO_END);
                interrupted |= Thread.interrupted();
            }
            return exit;
        } finally {
            running.kill();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
