package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.verifierbridge.keylime.example.KeylimeParser;
import io.hallmark.verifierbridge.keylime.example.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A reference log of a baseline's hardware profile, as the policy would judge what firmware has logged in it before it
 * started anything: the same on all nodes of the class, whatever they boot.
 *
 * @param name for messages
 */
record ReferenceBoot(String name, EventLog log) {

    /** Why Keylime or the policy would refuse each node that logs like this, by the log alone. */
    Optional<String> unreadable(List<Bank> banks) {
        return KeylimeParser.refusal(log)
                .map(Refusal::line)
                .or(() -> PolicyLimits.passedBy(log))
                .or(() -> banks.stream().anyMatch(log.banks()::contains)
                        ? Optional.empty()
                        : Optional.of("it has none of the banks " + AcceptedBoot.labels(banks)))
                .map(words -> name + ": " + words);
    }

    /**
     * The first event of firmware that the policy would refuse.
     *
     * @param judged the PCRs of the set that are judged
     */
    Optional<String> refusal(AcceptedSet set, Collection<Integer> judged, List<Bank> banks) {
        return judged.stream()
                .flatMap(pcr -> refusal(set, pcr, banks).stream())
                .findFirst()
                .map(words -> name + ": " + words);
    }

    private Optional<String> refusal(AcceptedSet set, int pcr, List<Bank> banks) {
        List<PredictedEvent> expected = set.prediction().events().stream()
                .filter(event -> event.pcr() == pcr && !event.type().equals(EventType.EV_NO_ACTION))
                .takeWhile(event -> event.provenance() instanceof Provenance.Copied)
                .toList();
        List<LogEvent> logged = log.events().stream()
                .filter(event -> event.pcr() == pcr && !event.type().equals(EventType.EV_NO_ACTION))
                .toList();
        for (int i = 0; i < expected.size(); i++) {
            PredictedEvent wanted = expected.get(i);
            if (i == logged.size()) {
                return Optional.of("PCR " + pcr + " lacks " + wanted.type().name() + " '"
                        + ExpectedEvent.shortened(wanted.description()) + "', which the policy would look for");
            }
            LogEvent found = logged.get(i);
            if (!found.type().equals(wanted.type()) || !agree(wanted, found.digests(), banks)) {
                return Optional.of("event " + found.number() + " (PCR " + pcr + ", "
                        + found.type().name() + ") would be refused: expected "
                        + wanted.type().name() + " '" + ExpectedEvent.shortened(wanted.description()) + "' "
                        + wanted.digests().only(banks) + ", found "
                        + found.digests().only(banks));
            }
        }
        return Optional.empty();
    }

    private static boolean agree(PredictedEvent wanted, Digests found, List<Bank> banks) {
        if (wanted.variation().isPresent()) {
            return true;
        }
        for (Digest digest : wanted.digests().only(banks).all()) {
            boolean other = found.banks().contains(digest.bank())
                    && !found.only(List.of(digest.bank())).all().contains(digest);
            if (other) {
                return false;
            }
        }
        return true;
    }
}
