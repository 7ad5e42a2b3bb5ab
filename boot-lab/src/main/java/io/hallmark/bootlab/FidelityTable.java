package io.hallmark.bootlab;

import io.hallmark.bootlab.Outcome.Verdict;
import io.hallmark.bootlab.machine.MachineSetup;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** The table of docs/fidelity.md: what was predicted and what a TPM then showed. No clock or host name is in it. */
final class FidelityTable {
    private static final Map<Verdict, String> MARKS = Map.of(
            Verdict.EQUAL, "=",
            Verdict.UNUSED, "",
            Verdict.NOT_ENFORCEABLE, "?",
            Verdict.DIFFERENT, "≠");

    private FidelityTable() {}

    /**
     * The document.
     *
     * @param outcomes in the order of the table
     * @param refusals boots that did not start, in order
     * @param booted versions of the packages that guests booted, by name
     * @param host versions of the packages that ran the guests, by name
     * @param kernels the releases that were recorded and predicted
     */
    static String of(
            List<Outcome> outcomes,
            List<SeenRefusal> refusals,
            SortedMap<String, String> booted,
            SortedMap<String, String> host,
            List<String> kernels) {
        StringBuilder text =
                new StringBuilder("""
                # Fidelity: predicted and measured

                Written by the boot lab (see [boot-lab.md](boot-lab.md)); do not edit. Every chain was booted twice in a
                virtual machine with a software TPM: once with kernel RECORDED to record the reference log
                of a hardware profile, and, after Hallmark had predicted it from that log, with kernel
                NEXT, another initramfs and another command line.

                | mark | meaning |
                |---|---|
                | = | predicted as enforceable, and the TPM shows that value |
                | ? | Hallmark says that the value is not certain, and enforces nothing; the reasons stand below |
                | ≠ | the TPM shows another value than a node would be held to |
                | (empty) | not extended, as predicted |

                """.replace("RECORDED", kernels.get(0)).replace("NEXT", kernels.get(1)));
        text.append("| chain | bank |");
        Outcome.SHOWN.forEach(pcr -> text.append(" PCR ").append(pcr).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(Outcome.SHOWN.size())).append('\n');
        outcomes.forEach(outcome -> rows(text, outcome));
        reasons(text, outcomes);
        refusals(text, refusals);
        packages(text, "Packages that the guests booted", booted);
        packages(text, "Packages that ran them", host);
        return text.toString();
    }

    private static void rows(StringBuilder text, Outcome outcome) {
        for (Bank bank : MachineSetup.BANKS) {
            text.append("| ").append(outcome.spec().title()).append(" | ").append(bank.label());
            for (int pcr : Outcome.SHOWN) {
                text.append(" | ").append(MARKS.get(outcome.verdict(pcr, bank)));
            }
            text.append(" |\n");
        }
    }

    private static void reasons(StringBuilder text, List<Outcome> outcomes) {
        Set<String> reasons = new TreeSet<>();
        for (Outcome outcome : outcomes) {
            for (int pcr : Outcome.SHOWN) {
                outcome.prediction()
                        .pcr(pcr)
                        .flatMap(PredictedPcr::notEnforceable)
                        .ifPresent(reason ->
                                reasons.add("- " + outcome.spec().title() + ", PCR " + pcr + ": " + oneLine(reason)));
            }
        }
        if (!reasons.isEmpty()) {
            text.append("\n## Why a value is not certain\n\n");
            reasons.forEach(line -> text.append(line).append('\n'));
        }
    }

    private static void refusals(StringBuilder text, List<SeenRefusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        text.append("""

                ## What Secure Boot refused

                Each of these was booted with Secure Boot on, after Hallmark had said that it would be refused, and did not
                start.

                | booted | foretold | the machine's console |
                |---|---|---|
                """);
        refusals.forEach(refusal -> text.append("| ")
                .append(cell(refusal.title()))
                .append(" | ")
                .append(cell(refusal.foretold()))
                .append(" | `")
                .append(cell(refusal.console()).replace('`', '\''))
                .append("` |\n"));
    }

    private static void packages(StringBuilder text, String title, SortedMap<String, String> versions) {
        text.append("\n## ").append(title).append("\n\n| package | version |\n|---|---|\n");
        versions.forEach((name, version) ->
                text.append("| ").append(name).append(" | ").append(version).append(" |\n"));
    }

    /** What a program wrote, in a table. */
    private static String cell(String words) {
        return oneLine(words.replaceAll("\\p{Cntrl}", " ")).replace("|", "\\|");
    }

    private static String oneLine(String reason) {
        return reason.replaceAll("\\s+", " ");
    }
}
