package io.hallmark.baselines.propose;

import io.hallmark.baselines.secureboot.Authority;
import io.hallmark.baselines.secureboot.FirmwareKeys;
import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.baselines.secureboot.Verdict;
import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Provenance.Computed;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.prediction.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authority events of PCR 7 as they follow from the walk that Secure Boot makes along a chain, put where the
 * reference log has those of its own boot (PFP, EV_EFI_VARIABLE_AUTHORITY: once for each entry that vouched).
 *
 * <p>The walk goes by the names in the signatures, so that anybody who has the facts alone comes to the same values;
 * {@link Preflight} with the files proves the signatures.
 */
final class Vouching {
    private static final String RULE = "secure-boot.authority";
    private static final byte[] SBAT_LEVEL = "SbatLevel".getBytes(StandardCharsets.UTF_16LE);

    private final EventLog reference;
    private final FirmwareKeys keys;

    Vouching(EventLog reference, FirmwareKeys keys) {
        this.reference = reference;
        this.keys = keys;
    }

    FirmwareKeys keys() {
        return keys;
    }

    /** The prediction with these events; PCR 7 is not enforceable where they can't be told. */
    Prediction applied(Prediction prediction, BootChain chain, ArtifactSet artifacts) {
        Preflight walk = Preflight.check(chain, artifacts, FilesAtHand.NONE, keys, true);
        Optional<String> unknown = unknown(walk, artifacts);
        if (unknown.isPresent()) {
            return prediction.notEnforceable(7, unknown.get());
        }
        List<PredictedEvent> predicted =
                prediction.events().stream().filter(Vouching::isAuthority).toList();
        if (walk.authorities().isEmpty() || onlyFirmwaresAreMore(predicted, walk.authorities())) {
            return prediction;
        }
        if (predicted.size() != walk.authorities().size()) {
            return prediction.notEnforceable(
                    7,
                    walk.authorities().size() + " certificates vouch for the images of this chain, and "
                            + predicted.size()
                            + " for those of the reference log: record a boot of this chain and make it a profile of its"
                            + " own");
        }
        Map<PredictedEvent, PredictedEvent> replaced = new HashMap<>();
        for (int i = 0; i < predicted.size(); i++) {
            Authority authority = walk.authorities().get(i);
            if (!predicted.get(i).data().equals(new Content(authority.eventData()))) {
                replaced.put(predicted.get(i), event(predicted.get(i), authority, image(walk, authority), prediction));
            }
        }
        return prediction.replacing(event -> replaced.getOrDefault(event, event));
    }

    /** An image whose authority nobody can tell, unless the reference log's node started the same one. */
    private Optional<String> unknown(Preflight walk, ArtifactSet artifacts) {
        return walk.verdicts().stream()
                .filter(verdict -> verdict instanceof Verdict.NotChecked
                        && verdict.authority().isEmpty()
                        && !booted(artifacts.get(verdict.image())))
                .map(verdict -> "it can't be told which certificate vouches for " + verdict.image() + ": "
                        + ((Verdict.NotChecked) verdict).reason())
                .findFirst();
    }

    private boolean booted(Artifact image) {
        Optional<Digests> authenticode = image.facts().pe().map(PeFacts::authenticode);
        return authenticode.isPresent()
                && reference.events().stream()
                        .anyMatch(event -> event.pcr() == 4
                                && event.type().equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION)
                                && event.digests().agreesWith(authenticode.get()));
    }

    /** Whether the walk's authorities stand there in order, with none between but what firmware's own drivers need. */
    private static boolean onlyFirmwaresAreMore(List<PredictedEvent> predicted, List<Authority> walk) {
        int next = 0;
        for (PredictedEvent event : predicted) {
            if (next < walk.size()
                    && event.data().equals(new Content(walk.get(next).eventData()))) {
                next++;
            } else if (!(event.provenance() instanceof Provenance.Copied)) {
                return false;
            }
        }
        return next == walk.size();
    }

    private static PredictedEvent event(
            PredictedEvent before, Authority authority, List<String> image, Prediction prediction) {
        byte[] data = authority.eventData();
        return new PredictedEvent(
                7,
                before.type(),
                Digests.hash(prediction.banks(), data),
                new Content(data),
                authority.variable() + ": " + authority.subject(),
                new Computed(RULE, image),
                Optional.empty());
    }

    private static List<String> image(Preflight walk, Authority authority) {
        List<String> images = new ArrayList<>();
        walk.verdicts().stream()
                .filter(verdict -> verdict.authority().equals(Optional.of(authority)))
                .map(Verdict::image)
                .filter(image -> !images.contains(image))
                .forEach(images::add);
        return images;
    }

    /** An event about an image; the SBAT level is logged as one too. */
    private static boolean isAuthority(PredictedEvent event) {
        if (event.pcr() != 7 || !event.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY)) {
            return false;
        }
        byte[] data = event.data().bytes();
        int end = 32 + SBAT_LEVEL.length;
        return data.length < end || !java.util.Arrays.equals(data, 32, end, SBAT_LEVEL, 0, SBAT_LEVEL.length);
    }
}
