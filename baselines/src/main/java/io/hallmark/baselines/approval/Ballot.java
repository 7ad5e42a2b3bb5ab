package io.hallmark.baselines.approval;

import io.hallmark.baselines.approval.TrustedKeys.Judged;
import io.hallmark.baselines.document.Approvals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The signatures that speak for one commit, counted.
 *
 * <p>What has to be reached is a number of people other than the proposer. Where it is not known who proposed, it may have
 * been one of those who approve; with one approval more the number is reached whoever it was.
 *
 * @param approvals of people who may approve, one each
 * @param others words about signatures that don't count, for messages
 */
record Ballot(String commit, List<Approval> approvals, List<String> others) {

    /** Those known by their keys, and whether there is somebody unknown among them. */
    record Proposers(Set<String> known, boolean unknown) {
        static Proposers of(Collection<Optional<String>> people) {
            Set<String> known = new TreeSet<>();
            people.forEach(person -> person.ifPresent(known::add));
            return new Proposers(known, people.stream().anyMatch(Optional::isEmpty));
        }
    }

    static Ballot of(String commit, List<Judged> signatures, List<String> names) {
        TreeMap<String, Approval> approvals = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < signatures.size(); i++) {
            Judged judged = signatures.get(i);
            if (judged.approver()) {
                String person = judged.person().orElseThrow();
                approvals.putIfAbsent(person, new Approval(commit, person, names.get(i)));
            } else {
                others.add(judged.words() + (judged.person().isPresent() ? ", who may propose only" : ""));
            }
        }
        return new Ballot(commit, List.copyOf(approvals.values()), List.copyOf(others));
    }

    /** Those whose approval counts for what these people proposed. */
    List<Approval> besides(Proposers proposers) {
        return approvals.stream()
                .filter(approval -> !proposers.known().contains(approval.person()))
                .toList();
    }

    /** What is missing for a change of these paths; empty when it is approved. */
    Optional<String> missing(Set<String> paths, Proposers proposers, Approvals rules) {
        int more = proposers.unknown() ? 1 : 0;
        int have = besides(proposers).size();
        List<String> open = paths.stream()
                .filter(path -> rules.needed(path) + more > have)
                .sorted()
                .toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        int needed = open.stream().mapToInt(rules::needed).max().orElseThrow();
        String what = open.get(0) + (open.size() > 1 ? " and " + (open.size() - 1) + " more" : "");
        StringBuilder words = new StringBuilder(what + (open.size() > 1 ? " need " : " needs "))
                .append(needed)
                .append(needed == 1 ? " approval" : " approvals")
                .append(" by others than the proposer");
        if (!proposers.known().isEmpty()) {
            words.append(" (").append(String.join(", ", proposers.known())).append(')');
        }
        if (proposers.unknown()) {
            words.append(", and one more because no known key signed the proposal, so that it may be of one of them");
        }
        words.append("; it has ").append(have == 0 ? "none" : String.valueOf(have));
        if (have > 0) {
            words.append(" (")
                    .append(String.join(
                            ", ",
                            besides(proposers).stream().map(Approval::person).toList()))
                    .append(')');
        }
        approvals.stream()
                .filter(approval -> proposers.known().contains(approval.person()))
                .forEach(approval -> words.append("; ")
                        .append(approval.how())
                        .append(" by ")
                        .append(approval.person())
                        .append(" does not count: nobody approves what they proposed"));
        others.forEach(other -> words.append("; ").append(other));
        return Optional.of(words.toString());
    }
}
