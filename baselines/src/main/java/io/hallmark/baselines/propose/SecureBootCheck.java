package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.SecureBootReport;
import io.hallmark.baselines.secureboot.Authority;
import io.hallmark.baselines.secureboot.KeyUpdate;
import io.hallmark.baselines.secureboot.Preflight;
import io.hallmark.baselines.secureboot.Verdict;
import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the images of the chains that change against the keys of the hardware, with the signatures as the files have them. */
final class SecureBootCheck {
    private final MeasuredImage image;
    private final boolean required;
    private final Map<Alike, List<String>> hardware = new LinkedHashMap<>();

    SecureBootCheck(MeasuredImage image, boolean required) {
        this.image = image;
        this.required = required;
    }

    /** What is told once for all hardware that it holds for. */
    private record Alike(String chain, List<String> words, List<String> refused, List<String> unchecked) {}

    /**
     * @throws BaselinesException when the settings require Secure Boot, and a node would refuse an image, or would not verify
     *     it, or it can't be told; or when a signature leads to another certificate than its names say, so that PCR 7 would be predicted wrong
     */
    void add(BootChain chain, LoadedProfile profile) {
        ArtifactSet artifacts = image.artifactSet(chain);
        Preflight proven = profile.preflight(chain, artifacts, image.contents(), KeyUpdate.NONE);
        if (!proven.secureBoot()) {
            return;
        }
        String where = "chain " + chain.name() + " on " + profile.name();
        List<String> refused = new ArrayList<>(proven.refusals());
        List<String> unchecked = new ArrayList<>(proven.unchecked());
        profile.pending().forEach((words, update) -> {
            Preflight after = profile.preflight(chain, artifacts, image.contents(), update);
            compare(where + " " + words, profile.preflight(chain, artifacts, FilesAtHand.NONE, update), after);
            refused.addAll(others(words, after.refusals(), proven.refusals()));
            unchecked.addAll(others(words, after.unchecked(), proven.unchecked()));
        });
        List<String> findings =
                Stream.concat(refused.stream(), unchecked.stream()).toList();
        if (required && !findings.isEmpty()) {
            throw new BaselinesException(where + ": " + String.join("; ", findings)
                    + "; nothing is proposed, since the settings say 'secure-boot: required'");
        }
        compare(where, profile.preflight(chain, artifacts, FilesAtHand.NONE, KeyUpdate.NONE), proven);
        List<String> words = Stream.concat(
                        proven.words().stream(),
                        findings.stream().filter(line -> !proven.words().contains(line)))
                .toList();
        hardware.computeIfAbsent(new Alike(chain.name(), words, refused, unchecked), key -> new ArrayList<>())
                .add(profile.name());
    }

    List<SecureBootReport> reports() {
        List<SecureBootReport> reports = new ArrayList<>();
        hardware.forEach((alike, names) -> reports.add(
                new SecureBootReport(alike.chain(), names, alike.words(), alike.refused(), alike.unchecked())));
        return reports;
    }

    /** What is said of the boot after an update and was not of the one before it. */
    private static List<String> others(String update, List<String> after, List<String> before) {
        return after.stream()
                .filter(words -> !before.contains(words))
                .map(words -> update + ": " + words)
                .toList();
    }

    private static void compare(String where, Preflight byNames, Preflight proven) {
        for (int i = 0;
                i < Math.min(byNames.verdicts().size(), proven.verdicts().size());
                i++) {
            Verdict presumed = byNames.verdicts().get(i);
            Verdict verdict = proven.verdicts().get(i);
            if (verdict instanceof Verdict.Accepted accepted && !agree(presumed, accepted)) {
                throw new BaselinesException(where + ": " + verdict.image() + " (" + verdict.origin()
                        + "): by its digest and the names in its signature "
                        + presumed.authorities()
                                .map(by -> names(by) + " vouches for it")
                                .orElse("it is revoked")
                        + ", but its signature is of "
                        + names(accepted.by()) + ", so PCR 7 can't be told; have it signed by one key only");
            }
        }
    }

    private static boolean agree(Verdict presumed, Verdict.Accepted proven) {
        return !(presumed instanceof Verdict.Refused)
                && presumed.authorities().filter(by -> !by.equals(proven.by())).isEmpty();
    }

    private static String names(List<Authority> by) {
        return by.stream().map(Authority::words).collect(Collectors.joining(" and "));
    }
}
