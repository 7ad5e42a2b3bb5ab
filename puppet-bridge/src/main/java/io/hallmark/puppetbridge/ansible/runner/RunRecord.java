package io.hallmark.puppetbridge.ansible.runner;

import io.hallmark.baselines.document.Quoted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a run said, as it comes: events once each, and text. Two threads write it, of which one has the events. */
final class RunRecord {
    private static final int MOST_CHANGES = 10_000;
    private static final int MOST_TEXT = 200;
    private static final int MOST_EVENTS = 10_000_000;

    private final Consumer<RunnerEvent> listener;
    private final BitSet seen = new BitSet();
    private final List<String> text = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<RunOutcome.Change> changes = new ArrayList<>();
    private final SortedMap<String, String> messages = new TreeMap<>();
    private final Map<String, String> itemMessages = new LinkedHashMap<>();
    private Optional<Stats> stats = Optional.empty();

    /** The last event of a run that came to its end: how many tasks, by host. */
    record Stats(
            SortedMap<String, Integer> processed,
            SortedMap<String, Integer> changed,
            SortedMap<String, Integer> failures,
            SortedMap<String, Integer> unreachable) {}

    RunRecord(Consumer<RunnerEvent> listener) {
        this.listener = listener;
    }

    /** A line of standard output. */
    synchronized void output(String line) {
        Optional<RunnerEvent> event = RunnerEvent.of(line);
        if (event.isEmpty()) {
            keep(text, line);
            return;
        }
        int counter = event.get().counter();
        if (counter < 0 || counter > MOST_EVENTS || seen.get(counter)) {
            return;
        }
        seen.set(counter);
        take(event.get());
        listener.accept(event.get());
    }

    /** A line of standard error. */
    synchronized void error(String line) {
        keep(errors, line);
    }

    private static void keep(List<String> lines, String line) {
        if (!line.isBlank() && lines.size() < MOST_TEXT) {
            lines.add(line.strip());
        }
    }

    private void take(RunnerEvent event) {
        switch (event.kind()) {
            case "runner_on_ok", "runner_item_on_ok" -> change(event);
            case "runner_item_on_failed" -> event.host().ifPresent(host -> itemMessages.put(host, message(event)));
            case "runner_on_failed", "runner_on_unreachable" -> failure(event);
            case "playbook_on_stats" -> stats = Optional.of(stats(event.data()));
            case "verbose" -> event.text().lines().forEach(line -> keep(text, line));
            default -> {}
        }
    }

    private void change(RunnerEvent event) {
        Map<String, Object> result = event.result();
        // A loop is told item by item, and as a whole once more.
        boolean whole = event.kind().equals("runner_on_ok") && result.get("results") instanceof List<?>;
        if (Boolean.TRUE.equals(result.get("changed")) && !whole && changes.size() < MOST_CHANGES) {
            changes.add(new RunOutcome.Change(
                    event.host().orElse(""),
                    Quoted.line(event.task()),
                    RunnerEvent.text(result, "_ansible_item_label").map(Quoted::line)));
        }
    }

    private void failure(RunnerEvent event) {
        if (Boolean.TRUE.equals(event.data().get("ignore_errors"))) {
            return;
        }
        event.host().ifPresent(host -> {
            String message = event.result().get("results") instanceof List<?> && itemMessages.containsKey(host)
                    ? itemMessages.get(host)
                    : message(event);
            messages.put(host, message);
        });
    }

    private static String message(RunnerEvent event) {
        Map<String, Object> result = event.result();
        String said = RunnerEvent.text(result, "msg")
                .or(() -> RunnerEvent.text(result, "censored").map(hidden -> "what it said has secrets"))
                .orElse("it said nothing");
        // A module that could not run at all says why only where it complained.
        String why = RunnerEvent.text(result, "module_stderr")
                .filter(text -> !text.isBlank())
                .or(() -> RunnerEvent.text(result, "module_stdout"))
                .flatMap(text -> text.lines().filter(line -> !line.isBlank()).reduce((first, last) -> last))
                .map(line -> ": " + Quoted.line(line.strip()))
                .orElse("");
        return "task " + Quoted.of(event.task()) + ": " + Quoted.line(said.strip()) + why;
    }

    private static Stats stats(Map<String, Object> data) {
        return new Stats(
                counts(data.get("processed")),
                counts(data.get("changed")),
                counts(data.get("failures")),
                counts(data.get("dark")));
    }

    private static SortedMap<String, Integer> counts(Object value) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        RunnerEvent.map(value).forEach((host, number) -> {
            if (number instanceof BigDecimal given && given.signum() > 0) {
                counts.put(host, given.intValue());
            }
        });
        return counts;
    }

    synchronized Optional<Stats> stats() {
        return stats;
    }

    synchronized List<RunOutcome.Change> changes() {
        return List.copyOf(changes);
    }

    /** What a host said last of a task that failed. */
    synchronized String message(String host) {
        return messages.getOrDefault(host, "nothing was said about it");
    }

    /** The text that was no event. */
    synchronized List<String> text() {
        return List.copyOf(text);
    }

    /** What came on standard error. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }
}
