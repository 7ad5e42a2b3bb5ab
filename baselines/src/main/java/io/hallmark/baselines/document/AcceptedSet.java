package io.hallmark.baselines.document;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.prediction.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One set of golden measurements that nodes may show: what they boot, and what follows from it.
 *
 * <p>It carries all that its prediction was made from besides the hardware profile, so that anybody can make it again.
 *
 * @param source the commit of the image repository that it was computed from
 * @param mix for a set that mixes new and previous parts while a roll-out is under way, which parts are the new ones, in
 *     words ({@code new kernel, previous ipxe}); for a set of nodes that have taken updates of their firmware's keys that
 *     are pending, those updates ({@code after dbx-2026-11.bin}); empty for a set that is one state of the image repository
 * @param chain what is booted
 * @param artifacts with the facts that were measured, in the chain's order
 * @param compositions digests of bytes that loaders put together, by {@code Composition.key()}
 * @param prediction events and PCR values, after the self-test gate
 */
public record AcceptedSet(
        Source source,
        String mix,
        BootChain chain,
        List<Artifact> artifacts,
        SortedMap<String, Digests> compositions,
        Prediction prediction) {
    public AcceptedSet {
        artifacts = List.copyOf(artifacts);
        compositions = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(compositions));
    }

    /**
     * Where the artifacts come from.
     *
     * @param repository URL or name of the image repository, without credentials; may be empty
     * @param commit object id, or empty when the files were in no repository
     */
    public record Source(String repository, String commit) {}

    /**
     * What tells this set from others of its baseline: SHA-256, in hex, over its events as a TPM sees them. Sets with the
     * same fingerprint can't be told apart by what a node measures.
     */
    public String fingerprint() {
        StringBuilder events = new StringBuilder();
        for (PredictedEvent event : prediction.events()) {
            if (event.pcr() != LogEvent.NO_PCR && !event.type().equals(EventType.EV_NO_ACTION)) {
                events.append(event.pcr()).append(' ').append(event.digests()).append('\n');
            }
        }
        return Bank.SHA256
                .hash(events.toString().getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    /** Whether nodes that boot either measure the same. */
    public boolean measuresAs(AcceptedSet other) {
        return prediction.pcrs().equals(other.prediction.pcrs())
                && prediction.events().equals(other.prediction.events());
    }

    /** Whether both say the same of what nodes boot and measure, wherever it comes from. */
    public boolean sameContentAs(AcceptedSet other) {
        return chain.equals(other.chain)
                && artifacts.equals(other.artifacts)
                && compositions.equals(other.compositions)
                && prediction.equals(other.prediction);
    }
}
