package io.hallmark.baselines.propose;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.secureboot.KeyUpdate;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The accepted sets besides the newest: each must have been accepted in a reviewed state, or follow from its artifacts
 * and the hardware profile as it is now. Where there is a reviewed state, a set that it does
 * not accept may only mix parts of the newest set with parts of those that it does.
 *
 * @param reviewed the baseline in the reviewed state
 * @param compared whether there is a reviewed state at all
 */
record AcceptedBefore(
        String path,
        BaselineDocument document,
        LoadedProfile profile,
        Optional<BaselineDocument> reviewed,
        boolean compared) {

    /** Those of which nothing says where they come from; they widen what is accepted. */
    List<String> unknown() {
        return compared
                ? notReviewed(
                        set -> !ofKnownParts(set),
                        "was not accepted before, and is no mix of the newest set and one that was: nothing says where"
                                + " it comes from; propose it from its image repository")
                : List.of();
    }

    /** Those that nobody can have computed, as things are now. */
    List<String> underived() {
        return notReviewed(
                set -> !follows(set),
                "does not follow from its artifacts and the hardware profile as it is now"
                        + (compared
                                ? ", and was not accepted before; propose it anew"
                                : "; if it is of an older profile, name the reviewed state that accepts it with --base"));
    }

    private List<String> notReviewed(Predicate<AcceptedSet> wrong, String words) {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < document.accepted().size(); i++) {
            AcceptedSet set = document.accepted().get(i);
            boolean known =
                    reviewed.filter(before -> before.accepted().contains(set)).isPresent();
            if (!known && wrong.test(set)) {
                lines.add(path + ": accepted set " + (i + 1) + (set.mix().isEmpty() ? "" : " (" + set.mix() + ")") + " "
                        + words);
            }
        }
        return lines;
    }

    private boolean ofKnownParts(AcceptedSet set) {
        Set<BootChain> chains = new HashSet<>();
        Set<Artifact> artifacts = new HashSet<>();
        List<AcceptedSet> known =
                new ArrayList<>(reviewed.map(BaselineDocument::accepted).orElse(List.of()));
        known.add(document.accepted().get(0));
        known.forEach(other -> {
            chains.add(other.chain());
            artifacts.addAll(other.artifacts());
        });
        return !set.mix().isEmpty() && chains.contains(set.chain()) && artifacts.containsAll(set.artifacts());
    }

    private boolean follows(AcceptedSet set) {
        try {
            Prediction again = profile.predict(
                            set.chain(),
                            ArtifactSet.of(set.artifacts(), new TreeMap<>(set.compositions())),
                            profile.pending().getOrDefault(set.mix(), KeyUpdate.NONE))
                    .only(document.banks());
            return again.equals(set.prediction());
        } catch (MeasuredBootException e) {
            return false;
        }
    }
}
