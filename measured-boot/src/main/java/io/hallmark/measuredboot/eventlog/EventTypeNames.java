package io.hallmark.measuredboot.eventlog;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/** Reads the names off {@link EventType}'s constants, so that no name is written twice. */
final class EventTypeNames {
    private EventTypeNames() {}

    static Map<Long, String> byValue() {
        Map<Long, String> names = new HashMap<>();
        for (Field field : EventType.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == EventType.class) {
                try {
                    names.put(((EventType) field.get(null)).value(), field.getName());
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("constant of the same package can't be read", e);
                }
            }
        }
        return Map.copyOf(names);
    }
}
