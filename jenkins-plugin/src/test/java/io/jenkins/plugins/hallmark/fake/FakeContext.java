package io.jenkins.plugins.hallmark.fake;

import java.util.HashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What a Pipeline gives to a step. */
public final class FakeContext extends StepContext {
    private static final long serialVersionUID = 1L;

    private final transient Map<Class<?>, Object> values = new HashMap<>();

    public <T> FakeContext with(Class<T> type, T value) {
        values.put(type, value);
        return this;
    }

    @Override
    public <T> T get(Class<T> type) {
        return type.cast(values.get(type));
    }
}
