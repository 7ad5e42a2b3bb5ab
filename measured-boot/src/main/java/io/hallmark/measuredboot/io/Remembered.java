package io.hallmark.measuredboot.io;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Results by all that they follow from, so that what many predictions have in common is computed once. The least used are
 * forgotten first, and all of them when memory is short. For use by any number of threads.
 *
 * @param <K> all that a result follows from, compared by value
 * @param <V> an immutable result
 */
public final class Remembered<K, V> {
    private final int most;
    private SoftReference<Map<K, V>> known = new SoftReference<>(null);

    /** @param most how many results are kept */
    public Remembered(int most) {
        this.most = most;
    }

    /** The result of a key: one that was computed before, or what {@code compute} gives. */
    public V of(K key, Function<K, V> compute) {
        synchronized (this) {
            V before = results().get(key);
            if (before != null) {
                return before;
            }
        }
        // Not within the lock: others need not wait for it.
        V result = compute.apply(key);
        synchronized (this) {
            results().put(key, result);
        }
        return result;
    }

    private Map<K, V> results() {
        Map<K, V> results = known.get();
        if (results == null) {
            results = new LeastUsedForgotten<>(most);
            known = new SoftReference<>(results);
        }
        return results;
    }

    private static final class LeastUsedForgotten<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        private final int most;

        LeastUsedForgotten(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
