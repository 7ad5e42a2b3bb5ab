package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.EfiVariable;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance.Computed;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.io.Remembered;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.List;
import java.util.Optional;

/**
 * Secure Boot in PCR 7, as it follows from the keys that a node will have: the variables that firmware measures, and one
 * authority event for each entry that vouches for an image (PFP, EV_EFI_VARIABLE_AUTHORITY), from the walk that firmware
 * and shim make along a chain.
 *
 * <p>The walk goes by the names in the signatures, so that anybody who has the facts alone comes to the same values;
 * {@link Preflight} with the files proves the signatures.
 */
final class Vouching {
    private static final String VARIABLES = "secure-boot.variable";

    /** Classes of servers with the same keys have the walk in common. */
    private static final Remembered<Walk, Preflight> WALKS = new Remembered<>(1024);

    private final EventLog reference;
    private final FirmwareKeys recorded;
    private final FirmwareKeys keys;
    private final boolean secureBoot;

    /**
     * @param recorded the keys that the reference log's node had
     * @param keys those that a node will have
     * @param secureBoot whether it is on; otherwise nothing is verified, though the variables are measured
     */
    Vouching(EventLog reference, FirmwareKeys recorded, FirmwareKeys keys, boolean secureBoot) {
        this.reference = reference;
        this.recorded = recorded;
        this.keys = keys;
        this.secureBoot = secureBoot;
    }

    /** All that a walk without the files follows from. */
    private record Walk(BootChain chain, List<Artifact> artifacts, FirmwareKeys keys, boolean secureBoot) {
        /** Of what tells walks apart most often. */
        @Override
        public int hashCode() {
            return 31 * keys.hashCode() + artifacts.hashCode();
        }
    }

    /** The prediction with these events; PCR 7 is not enforceable where they can't be told. */
    Prediction applied(Prediction prediction, BootChain chain, ArtifactSet artifacts) {
        Preflight walk = WALKS.of(
                new Walk(chain, artifacts.all(), keys, secureBoot),
                key -> Preflight.check(chain, artifacts, FilesAtHand.NONE, keys, secureBoot));
        if (walk.verdicts().isEmpty()) {
            return prediction;
        }
        AuthorityEvents events = new AuthorityEvents(prediction);
        List<Verdict> unknown = walk.verdicts().stream()
                .filter(verdict -> verdict.authorities().isEmpty())
                .toList();
        if (unknown.isEmpty()) {
            return prediction.with(events.replacedBy(walk.measured()));
        }
        // The reference log's node started the same images, so what vouches for them stands in its log.
        // Not so where an update may have revoked it since.
        boolean known = (keys.equals(recorded)
                        || keys.dbx().signers().equals(recorded.dbx().signers()))
                && unknown.stream().allMatch(verdict -> booted(artifacts.get(verdict.image())))
                && events.include(walk.measured());
        return known ? prediction : prediction.notEnforceable(7, reason(unknown.get(0)));
    }

    private static String reason(Verdict verdict) {
        String reason = verdict instanceof Verdict.NotChecked unchecked ? unchecked.reason() : verdict.words();
        return "it can't be told which certificate vouches for " + verdict.image() + ": " + reason;
    }

    private boolean booted(Artifact image) {
        Optional<Digests> authenticode = image.facts().pe().map(PeFacts::authenticode);
        return authenticode.isPresent()
                && reference.events().stream()
                        .anyMatch(event -> event.pcr() == 4
                                && event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION)
                                && event.digests().agreesWith(authenticode.get()));
    }

    /** A variable of the reference log with the content that it will have; other events as they are. */
    PredictedEvent variable(PredictedEvent event) {
        if (event.pcr() != 7 || !event.type().equals(EventType.EV_EFI_VARIABLE_DRIVER_CONFIG)) {
            return event;
        }
        Optional<EfiVariable> next = EfiVariable.of(event.data())
                .map(now -> new EfiVariable(
                        now.guid(), now.name(), keys.variables().getOrDefault(now.file(), now.value())));
        if (next.isEmpty() || new Content(next.get().data()).equals(event.data())) {
            return event;
        }
        byte[] data = next.get().data();
        return new PredictedEvent(
                7,
                event.type(),
                Digests.hash(event.digests().banks(), data),
                new Content(data),
                next.get().name() + " after the update",
                new Computed(VARIABLES, List.of()),
                Optional.empty());
    }
}
