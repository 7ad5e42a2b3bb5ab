package io.hallmark.baselines.drift;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.content.ContentDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the first event of a PCR that differs probably is, from what the baselines know of it. */
final class Explanation {
    private static final int LONGEST = 160;

    private final Candidate candidate;
    private final MeasuredLog measured;
    private final KnownEvents known;

    Explanation(Candidate candidate, MeasuredLog measured, KnownEvents known) {
        this.candidate = candidate;
        this.measured = measured;
        this.known = known;
    }

    /** @param at the index of the first event that differs */
    String of(int pcr, List<PredictedEvent> expected, List<LogEvent> found, int at) {
        if (at >= expected.size() && at >= found.size()) {
            return "all events are as expected, and yet the value is not: the TPM was started in another way (locality)";
        }
        if (at >= found.size()) {
            return missing(expected.get(at));
        }
        LogEvent event = found.get(at);
        for (int other = 0; other < expected.size(); other++) {
            if (Candidate.same(expected.get(other), event)) {
                return other < at
                        ? words(event) + " is measured once more than expected"
                        : "the node left out " + words(expected.get(at))
                                + because(expected.get(at))
                                        .map(a -> ", of " + a)
                                        .orElse("");
            }
        }
        Optional<KnownEvents.Known> recognised =
                known.find(pcr, List.copyOf(event.digests().all()));
        if (recognised.isPresent()) {
            return recognised(recognised.get());
        }
        if (at >= expected.size()) {
            return "something is measured after all that the baseline knows: " + words(event);
        }
        for (int later = at + 1; later < found.size(); later++) {
            if (Candidate.same(expected.get(at), found.get(later))) {
                return "something is measured before " + words(expected.get(at)) + ": " + words(event);
            }
        }
        return changed(pcr, expected.get(at), event);
    }

    private String missing(PredictedEvent expected) {
        return "the node did not get as far as " + words(expected)
                + because(expected)
                        .map(artifact -> ", or did not load " + artifact)
                        .orElse("");
    }

    private String recognised(KnownEvents.Known known) {
        String what = because(known.event(), known.set()).orElseGet(() -> words(known.event()));
        String source = known.set().source().commit();
        String of = source.isEmpty() ? "" : ", of commit " + source.substring(0, Math.min(10, source.length()));
        boolean same = known.baseline().image().equals(candidate.baseline().image())
                && known.baseline().chain().equals(candidate.baseline().chain())
                && known.baseline().hardware().equals(candidate.baseline().hardware());
        if (!known.accepted()) {
            return what + " of a previous set that is not accepted any more" + of
                    + ": the node was not updated, or was set back";
        }
        if (!same) {
            return what + " of the baseline " + known.baseline().image() + "/"
                    + known.baseline().chain() + " on " + known.baseline().hardware() + of
                    + ": the node boots another image or chain, or is of another class of servers";
        }
        return what + " of another accepted set" + of
                + ": the node mixes parts of two sets in a way that is not accepted, or measures it at another place";
    }

    private String changed(int pcr, PredictedEvent expected, LogEvent found) {
        if (!(expected.provenance() instanceof Provenance.Computed computed)
                || computed.rule().startsWith("firmware.")) {
            return "firmware's part: " + FirmwarePart.of(pcr, found);
        }
        Optional<String> artifacts = because(expected);
        if (artifacts.isEmpty()) {
            return "another boot configuration: expected " + words(expected) + ", found " + words(found);
        }
        boolean asExpected = candidate.set().artifacts().stream()
                .filter(artifact -> computed.artifacts().contains(artifact.name()))
                .allMatch(measured::shows);
        return asExpected
                ? artifacts.get() + " is the one of the baseline, but what it measures is not: its configuration, its"
                        + " companion files or the keys that it knows are others; expected "
                        + words(expected) + ", found " + words(found)
                : "another " + artifacts.get() + " than the baseline's, which no set of this repository knows";
    }

    private Optional<String> because(PredictedEvent event) {
        return because(event, candidate.set());
    }

    /** The artifacts that an event follows from, with their versions. */
    private static Optional<String> because(PredictedEvent event, AcceptedSet set) {
        if (!(event.provenance() instanceof Provenance.Computed computed)
                || computed.artifacts().isEmpty()) {
            return Optional.empty();
        }
        List<String> artifacts = new ArrayList<>();
        for (String name : computed.artifacts()) {
            Optional<Artifact> artifact =
                    set.artifacts().stream().filter(a -> a.name().equals(name)).findFirst();
            artifacts.add(name
                    + artifact.map(a -> " ("
                                    + a.facts().product().map(p -> p + ", ").orElse("") + a.origin() + ")")
                            .orElse(""));
        }
        return Optional.of(String.join(" and ", artifacts));
    }

    private static String words(PredictedEvent event) {
        return event.description().isEmpty() ? event.type().name() : "'" + line(event.description()) + "'";
    }

    private static String words(LogEvent event) {
        return event.type() + " '" + content(event) + "'";
    }

    /** What a log says of itself is foreign: one short line. */
    static String content(LogEvent event) {
        return line(ContentDecoder.decode(event).words());
    }

    private static String line(String text) {
        String flat = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
        return flat.length() > LONGEST ? flat.substring(0, LONGEST - 1) + "…" : flat;
    }
}
