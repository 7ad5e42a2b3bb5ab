package io.hallmark.measuredboot.io;

import io.hallmark.measuredboot.io.Questions.Answered;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Results by a key and by what their computation asked of its surroundings: one is used again wherever the same questions
 * are answered the same, however much else is different there. For use by any number of threads.
 *
 * @param <K> what a result follows from besides, compared by value
 * @param <S> surroundings; immutable
 * @param <V> an immutable result
 */
public final class RememberedByAnswers<K, S, V> {
    /** Surroundings are of few kinds, and each result of a key costs a comparison; the oldest goes first. */
    private static final int MOST_RESULTS = 16;

    private final Remembered<K, AtomicReference<List<Result<S, V>>>> results;

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
        AtomicReference<List<Result<S, V>>> known = results.of(key, first -> new AtomicReference<>(List.of()));
        // The newest first: who asks next is mostly like who asked last.
        for (Result<S, V> result : known.get()) {
            if (result.holdsIn(surroundings)) {
                return result.value();
            }
        }
        Questions<S> questions = new Questions<>(surroundings);
        V value = compute.apply(questions);
        questions.answered().ifPresent(answered -> {
            Result<S, V> result = new Result<>(answered, value);
            known.updateAndGet(older -> Stream.concat(Stream.of(result), older.stream())
                    .limit(MOST_RESULTS)
                    .toList());
        });
        return value;
    }
}
