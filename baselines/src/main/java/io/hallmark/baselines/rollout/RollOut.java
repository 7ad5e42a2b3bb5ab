package io.hallmark.baselines.rollout;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Accepts a new set beside those that nodes may still show, and retires what they have left.
 *
 * @param mixes whether states between the previous and the new set are accepted too
 * @param maxSets how many sets one baseline may accept, at least 1
 */
public record RollOut(boolean mixes, int maxSets) {

    /**
     * The sets that are accepted once {@code next} is: it first, then the mixes with the set that was newest before,
     * then all that were accepted. A set that was accepted already moves to the front, and nothing else changes.
     *
     * @param predict makes the set of a mix
     * @throws BaselinesException when there would be more than {@code maxSets}
     */
    public List<AcceptedSet> accept(
            Optional<BaselineDocument> existing, AcceptedSet next, Function<Mix, AcceptedSet> predict) {
        List<AcceptedSet> before = existing.map(BaselineDocument::accepted).orElse(List.of());
        List<AcceptedSet> accepted = new ArrayList<>();
        accepted.add(next);
        Optional<AcceptedSet> newest =
                before.stream().filter(set -> set.mix().isEmpty()).findFirst();
        if (mixes && newest.isPresent()) {
            int room = Math.max(0, maxSets - 1 - before.size());
            for (Mix mix : Mixes.between(newest.get(), next).list(room)) {
                addNew(accepted, predict.apply(mix));
            }
        }
        before.forEach(set -> addNew(accepted, set));
        if (accepted.size() > maxSets) {
            throw new BaselinesException("this would make " + accepted.size() + " accepted sets, and 'max-sets' under"
                    + " 'roll-out' in the settings allows " + maxSets + ": retire those that no node shows any more"
                    + " (hallmark retire), or raise the bound");
        }
        return accepted;
    }

    /** Only the newest set: what remains once no node shows the others any more. */
    public static BaselineDocument retire(BaselineDocument document) {
        return new BaselineDocument(
                document.image(),
                document.chain(),
                document.hardware(),
                document.banks(),
                document.enforce(),
                document.accepted().subList(0, 1));
    }

    private static void addNew(List<AcceptedSet> sets, AcceptedSet set) {
        boolean known = sets.stream()
                .anyMatch(other -> other.chain().equals(set.chain())
                        && other.prediction().pcrs().equals(set.prediction().pcrs())
                        && other.prediction().events().equals(set.prediction().events()));
        if (!known) {
            sets.add(set);
        }
    }
}
