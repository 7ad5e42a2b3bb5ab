package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.source.ArtifactContents;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.prediction.Gate;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.prediction.SelfTest;
import io.hallmark.measuredboot.prediction.SelfTest.Divergence;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Predicts the boots of machines of a hardware profile whose firmware has certain keys: PCR 7 as Secure Boot's walk along
 * the chain gives it, and all else as a {@link Predictor} does. Whoever tells people or verifiers what a boot will show
 * asks here.
 */
public final class KeyedPredictor {
    private static final int SECURE_BOOT_PCR = 7;

    private final HardwareProfile profile;
    private final FirmwareKeys recorded;
    private final FirmwareKeys keys;
    private final Predictor predictor;
    private final Vouching vouching;
    private final Gate gate;

    /** @param recorded the keys that the first reference log's node had */
    private KeyedPredictor(HardwareProfile profile, Gate gate, FirmwareKeys recorded, FirmwareKeys keys) {
        this.profile = profile;
        this.recorded = recorded;
        this.keys = keys;
        this.gate = gate;
        this.vouching = new Vouching(
                profile.referenceLogs().get(0),
                recorded,
                keys,
                profile.firmware().secureBoot());
        this.predictor = new Predictor(
                new HardwareProfile(
                        profile.name(),
                        profile.referenceLogs(),
                        profile.firmware().with(keys.sbatLevel())),
                vouching::variable);
    }

    /** With the keys that the first reference log has measured, and those that only the firmware's variables have. */
    public static KeyedPredictor of(HardwareProfile profile) {
        FirmwareKeys keys = FirmwareKeys.of(profile.referenceLogs().get(0), profile.firmware());
        return new KeyedPredictor(profile, new Gate(profile.referenceLogs().get(0)), keys, keys);
    }

    /**
     * For machines that have taken an update of their keys.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when a list in the update contradicts its own size
     */
    public KeyedPredictor after(KeyUpdate update) {
        return update.equals(KeyUpdate.NONE)
                ? this
                : new KeyedPredictor(profile, gate, recorded, update.appliedTo(keys));
    }

    /**
     * The event log and PCR values of the next boot of a chain; PCR 7 is not enforceable where it can't be told what
     * vouches for an image.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when an artifact is missing or is not what a stage needs
     */
    public Prediction predict(BootChain chain, ArtifactSet artifacts) {
        return vouching.applied(predictor.predict(chain, artifacts), chain, artifacts);
    }

    /** The first reference log, to hold predictions against. */
    public Gate gate() {
        return gate;
    }

    /**
     * The self-test gate: compares the prediction of what the first reference log's node booted with that log. Where it can't
     * be told what vouches for an image, PCR 7 is not proven, though what was copied of it is equal.
     *
     * @param booted as {@link #predict} gave it for the chain that the node went through
     */
    public SelfTest selfTest(Prediction booted) {
        SelfTest test = gate.test(booted);
        return booted.pcr(SECURE_BOOT_PCR)
                .filter(pcr -> !pcr.onlyVaries())
                .flatMap(PredictedPcr::notEnforceable)
                .filter(reason -> test.proven().contains(SECURE_BOOT_PCR))
                .map(reason -> unproven(test, reason))
                .orElse(test);
    }

    private static SelfTest unproven(SelfTest test, String reason) {
        List<Integer> others =
                test.proven().stream().filter(pcr -> pcr != SECURE_BOOT_PCR).toList();
        Divergence divergence =
                new Divergence(SECURE_BOOT_PCR, 0, "an authority for each image", "none that can be told", reason);
        return new SelfTest(
                others,
                Stream.concat(test.divergences().stream(), Stream.of(divergence))
                        .sorted(Comparator.comparingInt(Divergence::pcr))
                        .toList());
    }

    /**
     * What Secure Boot makes of the images of a chain.
     *
     * @param contents where the signatures in artifacts are read
     */
    public Preflight preflight(BootChain chain, ArtifactSet artifacts, ArtifactContents contents) {
        return Preflight.check(
                chain, artifacts, contents, keys, profile.firmware().secureBoot());
    }
}
