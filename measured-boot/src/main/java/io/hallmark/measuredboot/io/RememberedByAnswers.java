package io.hallmark.measuredboot.io;

import io.hallmark.measuredboot.io.Questions.Answered;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Results by a key and by what their computation asked of its surroundings: one is used again wherever the same questions
 * are answered the same, however much else is different there. For use by any number of threads.
 *
 * @param <K> what a result follows from besides, compared by value
 * @param <S> surroundings; immutable
 * @param <V> an immutable result
 */
public final class RememberedByAnswers<K, S, V> {
    /** Surroundings are of few kinds, and each result of a key costs a comparison. */
    private static final int MOST_RESULTS = 16;

    private final Remembered<K, List<Result<S, V>>> results;

    /** @param most of how many keys results are kept */
    public RememberedByAnswers(int most) {
        this.results = new Remembered<>(most);
    }

    private record Result<S, V>(List<Answered<S>> answered, V value) {
        boolean holdsIn(S surroundings) {
            for (Answered<S> one : answered) {
                if (!one.isSameIn(surroundings)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The result in these surroundings: one that was computed before, or what {@code compute} gives. */
    public V of(K key, S surroundings, Function<Questions<S>, V> compute) {
        List<Result<S, V>> known = results.of(key, first -> new CopyOnWriteArrayList<>());
        // Who asks next is mostly like who asked last.
        for (int i = known.size() - 1; i >= 0; i--) {
            if (known.get(i).holdsIn(surroundings)) {
                return known.get(i).value();
            }
        }
        Questions<S> questions = new Questions<>(surroundings);
        V value = compute.apply(questions);
        questions
                .answered()
                .filter(answered -> known.size() < MOST_RESULTS)
                .ifPresent(answered -> known.add(new Result<>(answered, value)));
        return value;
    }
}
