package io.hallmark.bootlab;

import io.hallmark.baselines.secureboot.KeyedPredictor;
import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.chain.Staged;
import io.hallmark.bootlab.guest.Payload;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.measuredboot.prediction.Prediction;

/**
 * A chain booted twice. The first boot gives the reference log of a hardware profile; then Hallmark predicts a boot with
 * another kernel, initramfs and command line, and with what the machine's keys have been updated by since; then that boot
 * is made.
 *
 * @param recorded what was booted first
 * @param reference the first boot
 * @param booted what was booted then
 */
record Experiment(Staged recorded, BootResult reference, Staged booted, Outcome outcome) {

    static Experiment run(Lab lab, ChainSpec spec) {
        Payload recorded = lab.files().recorded();
        Staged first = lab.stage(spec.chain(), recorded, spec.name() + "-recorded");
        BootResult reference = lab.boot(first, recorded);

        Payload next = lab.files().next();
        Staged second = lab.stage(spec.chain(), next, spec.name() + "-next");
        Prediction prediction = predict(reference, first, second);

        BootResult measured = lab.boot(second, next);
        return new Experiment(first, reference, second, Outcome.of(spec, prediction, measured));
    }

    /** What a user of Hallmark would be told: a prediction behind the self-test gate. */
    private static Prediction predict(BootResult reference, Staged first, Staged second) {
        KeyedPredictor before =
                KeyedPredictor.of(Profiles.of(reference, first.machine().variables()));
        Prediction booted = before.predict(first.chain(), Artifacts.of(first));
        return predictor(reference, first, second)
                .predict(second.chain(), Artifacts.of(second))
                .gated(before.selfTest(booted))
                .confirmedBy(booted);
    }

    /** What Secure Boot would make of a boot of the machine, as a proposal says it. */
    Preflight preflight(Staged next) {
        return predictor(reference, recorded, next)
                .preflight(next.chain(), Artifacts.of(next), new FilesAtHand(next.artifacts()));
    }

    private static KeyedPredictor predictor(BootResult reference, Staged first, Staged next) {
        return KeyedPredictor.of(Profiles.of(reference, next.machine().variables()))
                .after(KeyUpdates.between(first.machine(), next.machine()));
    }
}
