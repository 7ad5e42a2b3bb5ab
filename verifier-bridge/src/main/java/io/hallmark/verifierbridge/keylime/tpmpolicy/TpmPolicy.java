package io.hallmark.verifierbridge.keylime.tpmpolicy;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.verifierbridge.format.Enforced;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A baseline as {@code tpm_policy}: the values that each PCR may have, and the mask of the PCRs that are quoted.
 *
 * <p>Rules of Keylime 7.14 ({@code tpm_main.check_pcrs}, {@code tpm_util.readPolicy}): values are lower-case hex without a
 * prefix, of any bank, and any of them is accepted; PCR 10 is IMA's and 16 binds data; a PCR with values must be in the
 * mask, and all PCRs of a boot log must be when a measured-boot policy is evaluated.
 *
 * @param text JSON without words, since Keylime also reads it as a literal of Python; empty when it can't be made
 * @param words for people, one line each: what is not held, what passes beyond the accepted sets, or why there is none
 */
public record TpmPolicy(Optional<byte[]> text, List<String> words) {
    /** PCR 0 to 9 and 11 to 15, which a verifier compares with the boot log. */
    private static final int MEASURED_BOOT = 0xfbff;

    /** Which PCRs are quoted beside those that have values. */
    public enum Mask {
        /** None: the agent has no measured-boot policy. */
        VALUES(0),
        /** Those that a measured-boot policy needs. */
        WITH_MEASURED_BOOT(MEASURED_BOOT),
        /** Those, and PCR 10 for a runtime policy. */
        WITH_MEASURED_BOOT_AND_IMA(MEASURED_BOOT | 1 << 10);

        private final int bits;

        Mask(int bits) {
            this.bits = bits;
        }
    }

    private static final Set<Integer> KEYLIMES_OWN = Set.of(10, 16);

    /** systemd extends it at each phase of a boot, after the log has ended ({@code systemd-pcrphase.service}). */
    private static final int PHASES = 11;

    public TpmPolicy {
        words = List.copyOf(words);
    }

    /** Makes the policy of a baseline. */
    public static TpmPolicy of(BaselineDocument baseline, Mixtures mixtures, Mask mask) {
        List<String> words = new ArrayList<>();
        Set<Integer> pcrs = new TreeSet<>(Enforced.inEverySet(baseline));
        pcrs.removeAll(KEYLIMES_OWN);
        if (pcrs.remove(PHASES)) {
            words.add(
                    "PCR 11 is not held by tpm_policy: systemd extends it at each phase of a boot, so no node that is up has"
                            + " the baseline's value; PCR 4 covers the whole image");
        }
        Set<Integer> left = new TreeSet<>(baseline.enforce());
        left.removeAll(pcrs);
        left.remove(PHASES);
        if (!left.isEmpty()) {
            words.add("not held by tpm_policy: " + list(left) + ", since not every accepted set gives a certain value"
                    + " for it, or Keylime uses it itself");
        }
        List<Bank> banks = baseline.banks().stream()
                .filter(bank -> bank != Bank.SHA1 && everywhere(baseline, pcrs, bank))
                .toList();
        if (pcrs.isEmpty() || banks.isEmpty()) {
            return none(
                    "no PCR has a value in every accepted set, in a bank other than sha1, so tpm_policy would hold nodes"
                            + " to nothing: use the measured-boot policy alone",
                    words);
        }
        if (!banks.equals(baseline.banks())) {
            words.add("tpm_policy has values of " + String.join(", ", labels(banks))
                    + " only: agents that quote another bank are refused, and sha1 is left out since Keylime accepts no"
                    + " quote of it by default");
        }
        Alternatives all = alternatives(baseline, pcrs, banks);
        Alternatives held = all;
        if (all.mixes()) {
            if (mixtures == Mixtures.REFUSE) {
                return none(crossProduct(all) + "; '" + Mixtures.FIELD + ": refuse' forbids that", words);
            }
            if (mixtures == Mixtures.LEAVE_OUT) {
                held = all.withoutMixtures();
                Set<Integer> out = new TreeSet<>(all.pcrs());
                out.removeAll(held.pcrs());
                words.add("not held by tpm_policy at all: " + list(out) + ", since with it mixtures of accepted sets"
                        + " would pass ('" + Mixtures.FIELD
                        + ": leave-out'); the measured-boot policy still judges it");
            } else {
                words.add(crossProduct(all));
            }
        }
        return held.pcrs().isEmpty()
                ? none("every PCR is left out by '" + Mixtures.FIELD + ": leave-out'", words)
                : new TpmPolicy(Optional.of(json(held, mask)), words);
    }

    private static TpmPolicy none(String why, List<String> words) {
        List<String> all = new ArrayList<>(List.of(why));
        all.addAll(words);
        return new TpmPolicy(Optional.empty(), all);
    }

    private static String crossProduct(Alternatives all) {
        return "tpm_policy judges each PCR by itself: the values of " + list(all.varied()) + " make "
                + (all.combinations() == Long.MAX_VALUE ? "more than 2^62" : all.combinations())
                + " combinations, all of which pass, and " + all.approved() + " of them are approved";
    }

    private static boolean everywhere(BaselineDocument baseline, Set<Integer> pcrs, Bank bank) {
        return baseline.accepted().stream()
                .flatMap(set -> Enforced.pcrs(baseline, set).stream())
                .filter(pcr -> pcrs.contains(pcr.pcr()))
                .allMatch(pcr -> pcr.values().in(bank).isPresent());
    }

    private static Alternatives alternatives(BaselineDocument baseline, Set<Integer> pcrs, List<Bank> banks) {
        List<SortedMap<Integer, Digests>> sets = new ArrayList<>();
        for (AcceptedSet set : baseline.accepted()) {
            SortedMap<Integer, Digests> values = new TreeMap<>();
            for (PredictedPcr pcr : Enforced.pcrs(baseline, set)) {
                if (pcrs.contains(pcr.pcr())) {
                    values.put(pcr.pcr(), pcr.values().only(banks));
                }
            }
            sets.add(values);
        }
        return new Alternatives(sets);
    }

    private static byte[] json(Alternatives held, Mask mask) {
        Map<String, Object> policy = new LinkedHashMap<>();
        int bits = mask.bits;
        for (Map.Entry<Integer, List<Digests>> pcr : held.values().entrySet()) {
            bits |= 1 << pcr.getKey();
            policy.put(
                    pcr.getKey().toString(),
                    pcr.getValue().stream()
                            .flatMap(value -> value.all().stream())
                            .map(Digest::hex)
                            .distinct()
                            .toList());
        }
        policy.put("mask", "0x" + Integer.toHexString(bits));
        return CanonicalJson.write(policy).getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> labels(List<Bank> banks) {
        return banks.stream().map(Bank::label).toList();
    }

    private static String list(Iterable<Integer> pcrs) {
        List<String> names = new ArrayList<>();
        pcrs.forEach(pcr -> names.add("PCR " + pcr));
        return String.join(", ", names);
    }
}
