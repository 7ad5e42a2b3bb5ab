package io.hallmark.bootlab;

import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.bootlab.machine.MachineSetup;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.prediction.Gate;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.SelfTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prediction beside the boot that it foretold.
 *
 * @param pcrs that the TPM showed, by bank and index
 * @param comparison of the prediction with the event log, for the names of events that differ
 */
record Outcome(ChainSpec spec, Prediction prediction, Map<Bank, Map<Integer, Digest>> pcrs, SelfTest comparison) {
    /** The PCRs that tables show: the boot entries, and what boots after firmware. */
    static final List<Integer> SHOWN = List.of(1, 4, 5, 7, 8, 9, 11, 12, 14);

    private static final int IMA_PCR = 10;
    private static final int LAST_BOOT_PCR = 14;

    /** How a PCR of a bank came out. */
    enum Verdict {
        /** Predicted as enforceable, and measured so. */
        EQUAL,
        /** Neither predicted nor measured to be extended. */
        UNUSED,
        /** Not predicted with certainty, and said so. */
        NOT_ENFORCEABLE,
        /** A node would be held to a value that it does not show. */
        DIFFERENT
    }

    static Outcome of(ChainSpec spec, Prediction prediction, BootResult boot) {
        return new Outcome(
                spec,
                prediction,
                boot.report()
                        .orElseThrow(() -> new BootLabException("the guest did not report its boot"))
                        .pcrs(),
                new Gate(Profiles.log(boot)).test(prediction));
    }

    Verdict verdict(int pcr, Bank bank) {
        Optional<Digest> measured = measured(pcr, bank);
        Optional<PredictedPcr> predicted = prediction.pcr(pcr);
        if (predicted.flatMap(PredictedPcr::notEnforceable).isPresent()) {
            return Verdict.NOT_ENFORCEABLE;
        }
        if (predicted.isEmpty()) {
            return measured.equals(Optional.of(bank.zero())) ? Verdict.UNUSED : Verdict.DIFFERENT;
        }
        return measured.isPresent() && measured.equals(predicted.get().values().in(bank))
                ? Verdict.EQUAL
                : Verdict.DIFFERENT;
    }

    /** What is not as it must be; each names the event that differs, or why a PCR can't be enforced. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (int pcr : spec.enforceable()) {
            Optional<PredictedPcr> predicted = prediction.pcr(pcr);
            if (predicted.isEmpty()) {
                failures.add("PCR " + pcr + " must be predicted, and no event of it is");
            } else {
                predicted
                        .get()
                        .notEnforceable()
                        .ifPresent(reason -> failures.add("PCR " + pcr + " must be enforceable: " + reason));
            }
        }
        for (Bank bank : MachineSetup.BANKS) {
            if (!pcrs.containsKey(bank)) {
                failures.add("the TPM showed no PCRs of bank " + bank.label());
                continue;
            }
            for (int pcr = 0; pcr <= LAST_BOOT_PCR; pcr++) {
                // The kernel's IMA extends PCR 10 with what no event log has.
                if (pcr != IMA_PCR && verdict(pcr, bank) == Verdict.DIFFERENT) {
                    failures.add(different(pcr, bank));
                }
            }
        }
        return failures;
    }

    private String different(int pcr, Bank bank) {
        String event = comparison
                .divergence(pcr)
                .map(d -> d.words())
                .orElse("all events are as predicted, so the event log does not tell what the TPM shows");
        return "PCR " + pcr + " in bank " + bank.label() + " is "
                + measured(pcr, bank).map(Digest::hex).orElse("absent") + ", not "
                + prediction
                        .pcr(pcr)
                        .flatMap(p -> p.values().in(bank))
                        .map(Digest::hex)
                        .orElse("zero")
                + " as predicted: " + event;
    }

    private Optional<Digest> measured(int pcr, Bank bank) {
        return Optional.ofNullable(pcrs.getOrDefault(bank, Map.of()).get(pcr));
    }
}
