package io.hallmark.baselines.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a reviewer must not overlook.
 *
 * @param kind the worst first
 * @param text one line, with the chain that it is about
 */
public record Warning(Kind kind, String text) {
    /** Why it matters. */
    public enum Kind {
        /** A node with Secure Boot on would not start an image. */
        REFUSED,
        /** Verifiers hold nodes to less than before. */
        SHRINKING,
        /** Files change and no event of the boot log does: attestation can't tell old from new. */
        UNNOTICED,
        /** It can't be told whether a node with Secure Boot on would start an image, or nobody verifies it. */
        NOT_CHECKED,
        /** Firmware's part changes, which no artifact explains. */
        REFERENCE_LOG,
        /** The settings ask for a PCR that can't be enforced. */
        NOT_ENFORCED,
        /** What no PCR covers. */
        NOT_COVERED
    }

    /** Whether it is to be shown as loudly as can be. */
    boolean loud() {
        return kind == Kind.REFUSED || kind == Kind.SHRINKING || kind == Kind.UNNOTICED;
    }

    /** The warnings about the groups of a report, the worst kind first; what holds for several groups is said once. */
    static List<Warning> of(List<ProposalReport.Group> groups, List<SecureBootReport> secureBoot) {
        Set<Warning> warnings = new LinkedHashSet<>();
        for (SecureBootReport report : secureBoot) {
            String where = "chain " + report.chain() + " on " + report.where() + ": ";
            report.refused().forEach(words -> warnings.add(new Warning(Kind.REFUSED, where + words)));
            report.unchecked().forEach(words -> warnings.add(new Warning(Kind.NOT_CHECKED, where + words)));
        }
        groups.forEach(group -> warnings.addAll(of("chain " + group.chain(), group.diff())));
        List<Warning> sorted = new ArrayList<>(warnings);
        sorted.sort(java.util.Comparator.comparing(Warning::kind));
        return List.copyOf(sorted);
    }

    private static List<Warning> of(String chain, BaselineDiff diff) {
        List<Warning> warnings = new ArrayList<>();
        for (PcrChange pcr : diff.pcrs()) {
            String reason = pcr.notEnforced().orElse("");
            if (pcr.shrinks()) {
                warnings.add(new Warning(
                        Kind.SHRINKING, "PCR " + pcr.pcr() + " of " + chain + " is not enforced any more: " + reason));
            } else if (pcr.asked() && pcr.notEnforced().isPresent()) {
                warnings.add(new Warning(
                        Kind.NOT_ENFORCED, "PCR " + pcr.pcr() + " of " + chain + " can't be enforced: " + reason));
            }
        }
        diff.weaker().forEach(line -> warnings.add(new Warning(Kind.SHRINKING, line)));
        diff.banksRemoved()
                .forEach(bank -> warnings.add(new Warning(
                        Kind.SHRINKING, "bank " + bank.label() + " of " + chain + " has no values any more")));
        if (!diff.first()
                && diff.events().isEmpty()
                && !(diff.artifacts().isEmpty() && diff.configuration().isEmpty())) {
            warnings.add(new Warning(
                    Kind.UNNOTICED,
                    "no event of " + chain + "'s boot log changes: no verifier will notice this change"));
        }
        List<String> firmware = diff.pcrs().stream()
                .filter(pcr -> pcr.causes().contains(EventChange.REFERENCE_LOG))
                .map(pcr -> String.valueOf(pcr.pcr()))
                .toList();
        if (!firmware.isEmpty()) {
            warnings.add(new Warning(
                    Kind.REFERENCE_LOG,
                    "events of " + chain + " in PCR " + String.join(", ", firmware)
                            + " follow from another reference log, not from the image"));
        }
        if (!diff.notCovered().isEmpty()) {
            int count = diff.notCovered().size();
            warnings.add(new Warning(
                    Kind.NOT_COVERED,
                    "no PCR covers " + (count == 1 ? "one thing" : count + " things") + " that " + chain
                            + " relies on: see below what, and what to do about it"));
        }
        return warnings;
    }
}
