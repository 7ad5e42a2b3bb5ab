package io.hallmark.puppetbridge.ansible.runner;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One event of a run, as {@code --json} prints it.
 *
 * @param counter of the events of a run, from 1
 * @param kind such as {@code runner_on_ok} or {@code playbook_on_stats}
 * @param text what Ansible would have printed
 * @param data what belongs to the kind
 */
public record RunnerEvent(int counter, String kind, String text, Map<String, Object> data) {
    /** The event that a line is; empty for one that is plain text, as errors are. */
    static Optional<RunnerEvent> of(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        Map<String, Object> object;
        try {
            object = PlainJson.readObject("event", line.getBytes(StandardCharsets.UTF_8));
        } catch (BaselinesException e) {
            return Optional.empty();
        }
        if (object.get("counter") instanceof BigDecimal counter && object.get("event") instanceof String kind) {
            Object text = object.get("stdout");
            return Optional.of(new RunnerEvent(
                    counter.intValue(),
                    kind,
                    text instanceof String given ? given : "",
                    map(object.get("event_data"))));
        }
        return Optional.empty();
    }

    /** The host that it is about. */
    public Optional<String> host() {
        return text(data, "host");
    }

    /** The task that it is about. */
    public String task() {
        return text(data, "task").orElse("");
    }

    /** What the module of a task returned. */
    Map<String, Object> result() {
        return map(data.get("res"));
    }

    static Optional<String> text(Map<String, Object> object, String key) {
        return object.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> object) {
            object.forEach((key, member) -> map.put((String) key, member));
        }
        return map;
    }
}
