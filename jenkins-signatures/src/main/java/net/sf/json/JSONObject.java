package net.sf.json;

import java.util.HashMap;
import java.util.Map;

/** Signature of JSON-lib's {@code JSONObject}, which holds what was put into it. */
public final class JSONObject {
    private final Map<Object, Object> members = new HashMap<>();

    public JSONObject() {}

    public boolean has(String key) {
        return members.containsKey(key);
    }

    public Object get(Object key) {
        return members.get(key);
    }

    public Object put(Object key, Object value) {
        return members.put(key, value);
    }
}
