package io.hallmark.puppetbridge.ansible.runner;

import io.hallmark.baselines.document.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Judges a run by its exit code, its status and its last event together, since each of them alone is good at times when
 * nothing was done: no host in the group is exit code 0, and a playbook that can't be read has the exit code of hosts that
 * can't be reached. The table was made with ansible-runner 2.3.1 and 2.4.
 */
final class Judgement {
    /** ansible-runner's own, for time-outs and cancellation. */
    private static final int STOPPED = 254;

    private static final int FAILED_HOSTS = 2;
    private static final int UNREACHABLE_HOSTS_OR_PARSE_ERROR = 4;

    private static final Pattern MISSING = Pattern.compile(".*the playbook: .* could not be found.*");

    /** What Python's {@code pty} and the kernel say; files of pexpect, which begins every run, have pty in their names, too. */
    private static final Pattern TERMINAL = Pattern.compile("\\bout of pty\\b|/dev/pts|/dev/ptmx");

    private Judgement() {}

    /**
     * What became of a run.
     *
     * @param status the content of the file {@code status}, if there is one
     * @param hosts that were meant
     */
    static RunOutcome of(int exit, Optional<String> status, RunRecord record, SortedSet<String> hosts) {
        if (status.isEmpty()) {
            return withoutStatus(exit, record);
        }
        String seen = "exit code " + exit + ", status " + Quoted.of(status.get());
        return switch (status.get()) {
            case "timeout" -> exit == STOPPED ? new RunOutcome.TimedOut() : new RunOutcome.Unclear(seen);
            case "canceled" -> exit == STOPPED ? new RunOutcome.Canceled() : new RunOutcome.Unclear(seen);
            default ->
                record.stats()
                        .map(stats -> withStats(exit, status.get(), stats, record, hosts))
                        .orElseGet(() -> withoutStats(exit, status.get(), record));
        };
    }

    private static RunOutcome withoutStatus(int exit, RunRecord record) {
        String said = last(record.errors().isEmpty() ? record.text() : record.errors());
        return exit == 1 && TERMINAL.matcher(said).find()
                ? new RunOutcome.NoTerminal(said)
                : new RunOutcome.NotStarted(exit, said);
    }

    private static RunOutcome withoutStats(int exit, String status, RunRecord record) {
        String seen = "exit code " + exit + ", status " + Quoted.of(status) + ", and no playbook_on_stats";
        if (!status.equals("failed") || exit == 0) {
            return new RunOutcome.Unclear(seen);
        }
        Optional<String> missing = record.text().stream()
                .filter(line -> MISSING.matcher(line).matches())
                .findFirst();
        if (exit == 1 && missing.isPresent()) {
            return new RunOutcome.MissingPlaybook(Quoted.line(missing.get()));
        }
        if (exit == 1 || exit == UNREACHABLE_HOSTS_OR_PARSE_ERROR) {
            return new RunOutcome.Rejected(firstError(record));
        }
        return new RunOutcome.Unclear(seen);
    }

    private static RunOutcome withStats(
            int exit, String status, RunRecord.Stats stats, RunRecord record, SortedSet<String> hosts) {
        boolean failed = !stats.failures().isEmpty();
        boolean unreachable = !stats.unreachable().isEmpty();
        if (exit == 0 && status.equals("successful") && !failed && !unreachable) {
            SortedSet<String> missing = new TreeSet<>(hosts);
            missing.removeAll(stats.processed().keySet());
            if (!missing.isEmpty() || stats.processed().isEmpty()) {
                return new RunOutcome.Incomplete(missing);
            }
            SortedMap<String, Integer> changed = new TreeMap<>();
            stats.processed()
                    .keySet()
                    .forEach(host -> changed.put(host, stats.changed().getOrDefault(host, 0)));
            return new RunOutcome.Succeeded(changed, record.changes());
        }
        // Hosts that can't be reached decide the exit code where others failed.
        boolean codeOfFailure = exit == FAILED_HOSTS || unreachable && exit == UNREACHABLE_HOSTS_OR_PARSE_ERROR;
        if (status.equals("failed") && failed && codeOfFailure) {
            return new RunOutcome.Failed(said(stats.failures(), record), said(stats.unreachable(), record));
        }
        if (status.equals("failed") && unreachable && exit == UNREACHABLE_HOSTS_OR_PARSE_ERROR) {
            return new RunOutcome.Unreachable(said(stats.unreachable(), record));
        }
        return new RunOutcome.Unclear("exit code " + exit + ", status " + Quoted.of(status) + ", "
                + stats.failures().size() + " hosts failed and "
                + stats.unreachable().size() + " not reached");
    }

    private static SortedMap<String, String> said(SortedMap<String, Integer> hosts, RunRecord record) {
        SortedMap<String, String> said = new TreeMap<>();
        hosts.keySet().forEach(host -> said.put(host, record.message(host)));
        return said;
    }

    private static String firstError(RunRecord record) {
        List<String> text = record.text();
        return text.stream()
                .filter(line -> line.startsWith("ERROR") || line.startsWith("[ERROR]"))
                .findFirst()
                .map(Quoted::line)
                .orElseGet(() -> last(text.isEmpty() ? record.errors() : text));
    }

    private static String last(List<String> lines) {
        return lines.isEmpty() ? "it said nothing" : Quoted.line(lines.get(lines.size() - 1));
    }
}
