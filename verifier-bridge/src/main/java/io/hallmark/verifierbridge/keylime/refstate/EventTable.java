package io.hallmark.verifierbridge.keylime.refstate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events of all accepted sets, each once: sets share most of them. */
final class EventTable {
    private final Map<ExpectedEvent, Integer> indices = new HashMap<>();
    private final List<ExpectedEvent> events = new ArrayList<>();

    /** The index of the event, which is added when it is new. */
    int index(ExpectedEvent event) {
        return indices.computeIfAbsent(event, added -> {
            events.add(added);
            return events.size() - 1;
        });
    }

    List<ExpectedEvent> events() {
        return List.copyOf(events);
    }
}
