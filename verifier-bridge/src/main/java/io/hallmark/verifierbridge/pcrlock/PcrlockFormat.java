package io.hallmark.verifierbridge.pcrlock;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.verifierbridge.format.Enforced;
import io.hallmark.verifierbridge.format.Format;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A folder for each baseline, with component files to copy into {@code /etc/pcrlock.d} of its nodes: what the boot
 * loader, the kernel and the partition table extend, a variant for each alternative that is accepted.
 *
 * <p>Only PCRs that every accepted set determines are written: systemd-pcrlock leaves out of its policy a PCR with a
 * record that no component explains, so that the others are left out by themselves. What firmware extends is locked on
 * the node ({@code lock-firmware-code} and so on), and the policy with its NV index is made there too.
 */
public final class PcrlockFormat implements Format {
    private static final int NAME_DIGITS = 12;
    /** A TPM's PolicyOR has eight branches, and each combination that a PCR may show takes one. */
    private static final int MOST_VARIANTS = 8;

    @Override
    public String name() {
        return "pcrlock";
    }

    @Override
    public List<RenderedFile> render(ApprovedState state, BaselineDocument baseline) {
        String folder = RenderedFile.pathOf(baseline) + "/pcrlock.d/";
        Set<Integer> pcrs = new TreeSet<>(Enforced.inEverySet(baseline));
        pcrs.removeIf(pcr -> !Slot.covers(pcr));
        Set<List<PredictedEvent>> sets = new LinkedHashSet<>();
        for (AcceptedSet set : baseline.accepted()) {
            sets.add(set.prediction().events().stream()
                    .filter(event -> pcrs.contains(event.pcr()))
                    .filter(event -> Slot.of(event).isPresent())
                    .toList());
        }
        if (sets.equals(Set.of(List.of()))) {
            return List.of(RenderedFile.refused(
                    folder,
                    "no accepted set determines a PCR that boot loader or kernel extend, so there is no component: see"
                            + " in the baseline why they are not enforced"));
        }
        List<String> words = words(pcrs, sets.size());
        List<RenderedFile> files = new ArrayList<>();
        Components.of(List.copyOf(sets)).forEach((slot, variants) -> {
            for (byte[] content : contents(variants)) {
                String name = Bank.SHA256.hash(content).hex().substring(0, NAME_DIGITS);
                files.add(RenderedFile.of(
                        folder + slot.component() + ".pcrlock.d/hallmark-" + name + ".pcrlock", content, words));
            }
        });
        return files;
    }

    private static List<String> words(Set<Integer> pcrs, int sets) {
        List<String> words = new ArrayList<>();
        words.add("for PCRs " + pcrs + "; what firmware extends is locked on the node");
        if (sets > MOST_VARIANTS) {
            words.add(sets + " alternatives: a TPM policy holds " + MOST_VARIANTS
                    + " a PCR, so that make-policy may fail on nodes; retire sets");
        }
        return words;
    }

    /** Events that differ only in what is not extended give one variant. */
    private static List<byte[]> contents(Set<List<PredictedEvent>> variants) {
        Set<String> texts = new LinkedHashSet<>();
        variants.forEach(events -> texts.add(CanonicalJson.write(
                Map.of("records", events.stream().map(PcrlockFormat::line).toList()))));
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static Map<String, Object> line(PredictedEvent event) {
        List<Object> digests = new ArrayList<>();
        for (Digest digest : event.digests().all()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("hashAlg", digest.bank().label());
            entry.put("digest", digest.hex());
            digests.add(entry);
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("pcr", event.pcr());
        line.put("digests", digests);
        return line;
    }
}
