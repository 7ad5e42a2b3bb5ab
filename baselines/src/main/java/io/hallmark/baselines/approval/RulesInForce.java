package io.hallmark.baselines.approval;

import io.hallmark.baselines.approval.ApprovalResult.Approved;
import io.hallmark.baselines.repository.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rules a commit has to satisfy: those of every newest state of the rules that it builds upon and that was approved,
 * whatever the order of a merge's parents is. Who merges chooses that order, so it must not choose the rules.
 */
final class RulesInForce {

    /** Whether a commit is approved by the rules of an earlier one. */
    interface Check {
        ApprovalResult by(String trusted, String commit);
    }

    private final String anchor;
    private final Check check;
    /** By commit, the approved states of the rules that its children build upon. */
    private final Map<String, Set<String>> handedOn = new HashMap<>();

    private final Map<String, Set<String>> before = new HashMap<>();
    private final Set<Approval> approvals = new LinkedHashSet<>();

    /** @param anchor the commit whose rules are trusted without being checked */
    RulesInForce(String anchor, Check check) {
        this.anchor = anchor;
        this.check = check;
    }

    /**
     * Takes the next commit; parents come before their children.
     *
     * @param changesRules whether its rules are not those of each of its parents
     */
    void add(Revision revision, boolean changesRules) {
        Set<String> states = new LinkedHashSet<>();
        states.add(anchor);
        revision.parents().forEach(parent -> states.addAll(handedOn.getOrDefault(parent, Set.of())));
        before.put(revision.id(), states);
        Set<String> next = new LinkedHashSet<>(states);
        if (changesRules && judge(revision.id()) instanceof Approved) {
            next.add(revision.id());
        }
        handedOn.put(revision.id(), next);
    }

    /** Whether a commit that was added is approved by all the rules that are in force for it. */
    ApprovalResult judge(String commit) {
        Set<Approval> own = new LinkedHashSet<>();
        for (String state : newest(before.get(commit))) {
            ApprovalResult result = check.by(state, commit);
            if (result instanceof Approved approved) {
                own.addAll(approved.approvals());
            } else {
                return result;
            }
        }
        approvals.addAll(own);
        return new Approved(commit, List.copyOf(approvals));
    }

    /** Those of several states that none of the others builds upon. */
    private List<String> newest(Set<String> states) {
        List<String> newest = new ArrayList<>(states);
        newest.removeIf(state -> states.stream()
                .anyMatch(other -> !other.equals(state)
                        && !other.equals(anchor)
                        && before.get(other).contains(state)));
        return newest;
    }
}
