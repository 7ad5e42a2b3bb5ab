package io.hallmark.baselines.diff;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reviewer reads: the baselines that a proposal changes. Hardware profiles on which a chain changes in the same
 * way are told once.
 *
 * @param image name
 * @param source commit of the image repository
 * @param groups of baselines with the same change
 * @param unchanged paths of the baselines that stay as they are
 * @param secureBoot what Secure Boot makes of the chains that change, where it is on
 */
public record ProposalReport(
        String image,
        AcceptedSet.Source source,
        List<Group> groups,
        List<String> unchanged,
        List<SecureBootReport> secureBoot) {

    /**
     * Baselines of one chain that change in the same way, apart from values of PCRs.
     *
     * @param hardware names of the profiles
     * @param diff of the first of them
     * @param values by profile: the PCRs with their values
     */
    public record Group(String chain, List<String> hardware, BaselineDiff diff, Map<String, List<PcrChange>> values) {
        public Group {
            hardware = List.copyOf(hardware);
            values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** A changed baseline. */
    public record Change(Optional<BaselineDocument> before, BaselineDocument after, BaselineDiff diff) {
        public static Change of(Optional<BaselineDocument> before, BaselineDocument after) {
            return of(before, after, List.of());
        }

        /** @param leftOut mixes of new and previous parts that are not accepted, with the reason; one line each */
        public static Change of(Optional<BaselineDocument> before, BaselineDocument after, List<String> leftOut) {
            return new Change(before, after, BaselineDiff.between(before, after, leftOut));
        }
    }

    public ProposalReport {
        groups = List.copyOf(groups);
        unchanged = List.copyOf(unchanged);
        secureBoot = List.copyOf(secureBoot);
    }

    public static ProposalReport of(
            String image, AcceptedSet.Source source, Collection<Change> changes, List<String> unchanged) {
        Map<String, List<Change>> alike = new LinkedHashMap<>();
        for (Change change : changes) {
            alike.computeIfAbsent(signature(change), key -> new ArrayList<>()).add(change);
        }
        List<Group> groups = new ArrayList<>();
        for (List<Change> group : alike.values()) {
            Map<String, List<PcrChange>> values = new LinkedHashMap<>();
            group.forEach(change ->
                    values.put(change.after().hardware(), change.diff().pcrs()));
            groups.add(new Group(
                    group.get(0).after().chain(),
                    group.stream().map(change -> change.after().hardware()).toList(),
                    group.get(0).diff(),
                    values));
        }
        return new ProposalReport(image, source, groups, unchanged, List.of());
    }

    /** The same report with what Secure Boot makes of its chains. */
    public ProposalReport withSecureBoot(List<SecureBootReport> reports) {
        return new ProposalReport(image, source, groups, unchanged, reports);
    }

    /** Two changes with the same signature read the same but for values. */
    private static String signature(Change change) {
        BaselineDiff diff = change.diff();
        StringBuilder signature = new StringBuilder(change.after().chain());
        signature
                .append(diff.first())
                .append(diff.artifacts())
                .append(diff.configuration())
                .append(diff.events());
        signature
                .append(diff.banksRemoved())
                .append(diff.weaker())
                .append(diff.sets())
                .append(diff.notCovered());
        for (PcrChange pcr : diff.pcrs()) {
            signature
                    .append(pcr.pcr())
                    .append(pcr.changed())
                    .append(pcr.causes())
                    .append(pcr.shrinks())
                    .append(pcr.asked());
            signature.append(pcr.notEnforced());
        }
        return signature.toString();
    }

    /** The same report with more words about an artifact, such as what changed inside an initramfs. */
    public ProposalReport with(String artifact, List<String> words) {
        return new ProposalReport(
                image,
                source,
                groups.stream()
                        .map(group -> new Group(
                                group.chain(), group.hardware(), with(group.diff(), artifact, words), group.values()))
                        .toList(),
                unchanged,
                secureBoot);
    }

    private static BaselineDiff with(BaselineDiff diff, String artifact, List<String> words) {
        return new BaselineDiff(
                diff.first(),
                diff.artifacts().stream()
                        .map(change -> change.name().equals(artifact) ? change.with(words) : change)
                        .toList(),
                diff.configuration(),
                diff.events(),
                diff.pcrs(),
                diff.banksRemoved(),
                diff.weaker(),
                diff.sets(),
                diff.notCovered());
    }

    /** The PCRs that change anywhere. */
    public Set<Integer> changedPcrs() {
        Set<Integer> pcrs = new TreeSet<>();
        groups.forEach(group -> group.diff().changedPcrs().forEach(pcr -> pcrs.add(pcr.pcr())));
        return pcrs;
    }

    /** What a reviewer must not overlook, the worst first. */
    public List<Warning> warnings() {
        return Warning.of(groups, secureBoot);
    }

    /** What no PCR covers, chain by chain; a chain without a gap is among them. */
    public List<Uncovered> uncovered() {
        return Uncovered.of(groups);
    }

    /** In what nodes are held to less than before, with the chain and the reason; one line each. */
    public List<String> shrinking() {
        return warnings().stream()
                .filter(warning -> warning.kind() == Warning.Kind.SHRINKING)
                .map(Warning::text)
                .toList();
    }

    /** One line that says what to decide: {@code Baselines of compute: kernel 6.1.0-56 (PCRs 4, 9)}. */
    public String title() {
        return Title.of(this);
    }
}
