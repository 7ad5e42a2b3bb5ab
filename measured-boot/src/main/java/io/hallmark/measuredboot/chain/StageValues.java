package io.hallmark.measuredboot.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The values of a stage's fields, by field name; immutable. The documents are read into it and written from it. */
public final class StageValues {
    private final Map<String, Object> values;

    private StageValues(Map<String, Object> values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Fields that have a value, in the order they were set. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** The value of an ARTIFACT or TEXT field. */
    public Optional<String> text(String field) {
        return Optional.ofNullable((String) values.get(field));
    }

    /** The value of a required ARTIFACT or TEXT field. */
    public String required(String field) {
        return text(field).orElseThrow(() -> new IllegalArgumentException("field '" + field + "' has no value"));
    }

    /** The value of an ARTIFACTS field; empty when absent. */
    @SuppressWarnings("unchecked")
    public List<String> list(String field) {
        return (List<String>) values.getOrDefault(field, List.of());
    }

    /** The value of a FILES field, sorted by path, since their order says nothing; empty when absent. */
    @SuppressWarnings("unchecked")
    public Map<String, String> files(String field) {
        return (Map<String, String>) values.getOrDefault(field, Map.of());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StageValues that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /** Collects values; absent ones are left out. */
    public static final class Builder {
        private final Map<String, Object> values = new LinkedHashMap<>();

        private Builder() {}

        public Builder text(String field, String value) {
            values.put(field, value);
            return this;
        }

        public Builder text(String field, Optional<String> value) {
            value.ifPresent(v -> values.put(field, v));
            return this;
        }

        public Builder list(String field, List<String> value) {
            if (!value.isEmpty()) {
                values.put(field, Collections.unmodifiableList(new ArrayList<>(value)));
            }
            return this;
        }

        public Builder files(String field, Map<String, String> value) {
            if (!value.isEmpty()) {
                values.put(field, Collections.unmodifiableSortedMap(new TreeMap<>(value)));
            }
            return this;
        }

        public StageValues build() {
            return new StageValues(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
        }
    }
}
