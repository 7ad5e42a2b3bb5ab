package io.hallmark.baselines.rollout;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.ArrayList;
import java.util.Collection;
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
     * What is accepted.
     *
     * @param sets in their order
     * @param leftOut the mixes that are not accepted, with the PCR and the reason; one line each
     */
    public record Accepted(List<AcceptedSet> sets, List<String> leftOut) {
        public Accepted {
            sets = List.copyOf(sets);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * The sets that are accepted once {@code next} is: it first, then those for pending updates, then the mixes with each
     * set that nodes may still be on, then all that were accepted. A set that was accepted already moves to the front, and
     * nothing else changes.
     *
     * <p>A mix with a PCR that can't be enforced, although it can in both sets that it mixes, is left out: parts that don't
     * fit each other, such as a loader's configuration and a command line that is not in it, would let nodes pass with
     * anything in that PCR. Which they are is told.
     *
     * @param pending the same as {@code next} on nodes that have taken updates of their firmware's keys
     * @param predict makes the set of a mix
     * @throws BaselinesException when there would be more than {@code maxSets}
     */
    public Accepted accept(
            Optional<BaselineDocument> existing,
            AcceptedSet next,
            List<AcceptedSet> pending,
            Function<Mix, AcceptedSet> predict) {
        List<AcceptedSet> before = existing.map(BaselineDocument::accepted).orElse(List.of());
        List<AcceptedSet> accepted = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        accepted.add(next);
        pending.forEach(set -> addNew(accepted, set));
        List<AcceptedSet> plain =
                mixes ? before.stream().filter(set -> set.mix().isEmpty()).toList() : List.of();
        for (AcceptedSet previous : plain) {
            int room = Math.max(0, maxSets - accepted.size() - (previous.equals(plain.get(0)) ? before.size() : 0));
            for (Mix mix : Mixes.between(previous, next).list(room)) {
                AcceptedSet mixed = predict.apply(mix);
                if (before.stream().anyMatch(set -> same(set, mixed))) {
                    continue;
                }
                opened(mixed, previous, next)
                        .ifPresentOrElse(
                                pcr -> leftOut.add(mix.words() + ": PCR " + pcr.pcr() + " could not be enforced, "
                                        + pcr.notEnforceable().orElseThrow()),
                                () -> addNew(accepted, mixed));
            }
        }
        before.forEach(set -> addNew(accepted, set));
        if (accepted.size() > maxSets) {
            throw new BaselinesException("this would make " + accepted.size() + " accepted sets, and 'max-sets' under"
                    + " 'roll-out' in the settings allows " + maxSets + ": retire those that no node shows any more"
                    + " (hallmark retire), or raise the bound");
        }
        return new Accepted(accepted, leftOut);
    }

    private static Optional<PredictedPcr> opened(AcceptedSet mixed, AcceptedSet previous, AcceptedSet next) {
        return mixed.prediction().pcrs().stream()
                .filter(pcr -> pcr.notEnforceable().isPresent())
                .filter(pcr -> enforceable(previous, pcr.pcr()) && enforceable(next, pcr.pcr()))
                .findFirst();
    }

    private static boolean enforceable(AcceptedSet set, int pcr) {
        return set.prediction()
                .pcr(pcr)
                .filter(predicted -> predicted.notEnforceable().isEmpty())
                .isPresent();
    }

    /** Whether all these sets are accepted already. */
    public static boolean accepts(BaselineDocument document, List<AcceptedSet> sets) {
        return sets.stream().allMatch(set -> document.accepted().stream().anyMatch(other -> same(other, set)));
    }

    /**
     * The sets that remain once no node shows the others any more: the newest, and those of the same files for pending
     * updates, which nodes have yet to take.
     *
     * @param pending the updates that are pending still, in the words of {@link AcceptedSet#mix}
     */
    public static List<AcceptedSet> remaining(BaselineDocument document, Collection<String> pending) {
        AcceptedSet newest = document.accepted().get(0);
        return document.accepted().stream()
                .filter(set ->
                        set.chain().equals(newest.chain()) && set.artifacts().equals(newest.artifacts()))
                .filter(set -> set.equals(newest) || pending.contains(set.mix()))
                .toList();
    }

    /** The same with these of its sets only. */
    public static BaselineDocument retire(BaselineDocument document, List<AcceptedSet> remaining) {
        return new BaselineDocument(
                document.image(),
                document.chain(),
                document.hardware(),
                document.banks(),
                document.enforce(),
                remaining);
    }

    private static void addNew(List<AcceptedSet> sets, AcceptedSet set) {
        if (sets.stream().noneMatch(other -> same(other, set))) {
            sets.add(set);
        }
    }

    private static boolean same(AcceptedSet one, AcceptedSet other) {
        return one.chain().equals(other.chain()) && one.measuresAs(other);
    }
}
