package io.hallmark.baselines.diff;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * In what a baseline holds nodes to less than before, besides PCRs of the newest set that shrink as a whole.
 *
 * <p>A node passes with any set, so the least that one of them asks for is what counts. A set that was not accepted
 * before is held against the newest one of before. What another accepted set allowed already is not told again.
 */
final class Weaker {
    private final BaselineDocument before;
    private final BaselineDocument after;
    private final AcceptedSet reference;
    private final Set<String> lines = new LinkedHashSet<>();

    private Weaker(BaselineDocument before, BaselineDocument after) {
        this.before = before;
        this.after = after;
        this.reference = before.accepted().get(0);
    }

    /** One line each, with the PCR and the chain. */
    static List<String> lines(BaselineDocument before, BaselineDocument after) {
        Weaker weaker = new Weaker(before, after);
        weaker.newest();
        for (int i = 1; i < after.accepted().size(); i++) {
            AcceptedSet set = after.accepted().get(i);
            if (before.accepted().stream().noneMatch(set::measuresAs)) {
                weaker.other(set, set.mix().isEmpty() ? "accepted set " + (i + 1) : "the set '" + set.mix() + "'");
            }
        }
        return List.copyOf(weaker.lines);
    }

    private void newest() {
        AcceptedSet set = after.accepted().get(0);
        for (int pcr : before.enforce()) {
            if (holdsEventsBefore(pcr) && hold(set, pcr) == Hold.EVENTS) {
                openings(reference, set, pcr).forEach(opening -> lines.add(head(pcr) + ": " + opening.words()));
            }
        }
    }

    private void other(AcceptedSet set, String name) {
        for (int pcr : before.enforce()) {
            Hold hold = hold(set, pcr);
            Hold least = before.accepted().stream()
                    .map(known -> Hold.of(known, pcr, before.enforce()))
                    .min(Hold::compareTo)
                    .orElse(Hold.NOTHING);
            if (hold.compareTo(least) < 0) {
                if (hold.compareTo(hold(after.accepted().get(0), pcr)) < 0) {
                    lines.add(head(pcr) + " is not enforced for " + name + ": " + reason(set, pcr));
                }
            } else if (hold == Hold.EVENTS && least == Hold.EVENTS) {
                Set<Opening> openings = new LinkedHashSet<>(openings(reference, set, pcr));
                before.accepted().forEach(known -> openings.retainAll(openings(known, set, pcr)));
                openings.removeAll(openings(reference, after.accepted().get(0), pcr));
                openings.forEach(opening -> lines.add(head(pcr) + ", " + name + ": " + opening.words()));
            }
        }
    }

    /** A PCR that nodes were held to the value of shrinks as a whole, and one that they weren't held to can't get weaker. */
    private boolean holdsEventsBefore(int pcr) {
        return Hold.of(reference, pcr, before.enforce()) == Hold.EVENTS;
    }

    private Hold hold(AcceptedSet set, int pcr) {
        return Hold.of(set, pcr, after.enforce());
    }

    private String head(int pcr) {
        return "PCR " + pcr + " of chain " + after.chain();
    }

    private static String reason(AcceptedSet set, int pcr) {
        return set.prediction()
                .pcr(pcr)
                .flatMap(PredictedPcr::notEnforceable)
                .orElse("no event of it extends it, or the settings do not list it under 'enforce'");
    }

    private static List<Opening> openings(AcceptedSet from, AcceptedSet to, int pcr) {
        return Opening.between(events(from, pcr), events(to, pcr));
    }

    private static List<PredictedEvent> events(AcceptedSet set, int pcr) {
        List<PredictedEvent> events = new ArrayList<>(set.prediction().events());
        events.removeIf(event -> event.pcr() != pcr);
        return events;
    }
}
