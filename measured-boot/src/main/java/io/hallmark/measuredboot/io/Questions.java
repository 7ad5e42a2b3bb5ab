package io.hallmark.measuredboot.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Surroundings that a computation sees by asking questions only. The answers are kept, so that it is known where else it
 * would come to the same result: wherever all of them are the same. When there are too many to keep, it is not known. For
 * use by one thread.
 *
 * @param <S> what is asked; immutable
 */
public final class Questions<S> {
    /** Far more than a boot asks; a script with a loop in it may ask more. */
    private static final int MOST = 10_000;

    private final S surroundings;
    private final List<Answered<S>> answered = new ArrayList<>();
    private boolean tooMany;

    public Questions(S surroundings) {
        this.surroundings = surroundings;
    }

    /** A question and its answer. */
    record Answered<S>(Function<S, ?> question, Object answer) {
        boolean isSameIn(S others) {
            return answer.equals(question.apply(others));
        }
    }

    /**
     * The answer of the surroundings.
     *
     * @param question of what is asked and of answers before alone; its answer is immutable and compared by value
     */
    public <T> T ask(Function<S, T> question) {
        T answer = question.apply(surroundings);
        if (answered.size() < MOST) {
            answered.add(new Answered<>(question, answer));
        } else {
            tooMany = true;
        }
        return answer;
    }

    /** What was asked so far, in order; empty when it was too much to keep. */
    Optional<List<Answered<S>>> answered() {
        return tooMany ? Optional.empty() : Optional.of(List.copyOf(answered));
    }
}
