package io.jenkins.plugins.hallmark.fake;

import hudson.model.TaskListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A build's log. One that went to an agent still writes here. */
public final class FakeLog implements TaskListener {
    private static final long serialVersionUID = 1L;
    private static final Map<String, ByteArrayOutputStream> ALL = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    @Override
    public PrintStream getLogger() {
        return new PrintStream(
                ALL.computeIfAbsent(id, key -> new ByteArrayOutputStream()), true, StandardCharsets.UTF_8);
    }

    public String text() {
        return ALL.getOrDefault(id, new ByteArrayOutputStream()).toString(StandardCharsets.UTF_8);
    }
}
