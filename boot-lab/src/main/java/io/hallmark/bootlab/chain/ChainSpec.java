package io.hallmark.bootlab.chain;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A chain and what is demanded of its prediction.
 *
 * @param name {@code uki}
 * @param title in words, for tables
 * @param inCi whether it belongs to the few that every build boots
 * @param enforceable PCRs that a prediction for another payload must say to be enforceable; all that it says to be are
 *     compared anyway, so this keeps a prediction from passing by promising nothing
 */
public record ChainSpec(String name, String title, LabChain chain, boolean inCi, SortedSet<Integer> enforceable) {
    static ChainSpec of(String name, String title, LabChain chain, boolean inCi, Set<Integer> enforceable) {
        return new ChainSpec(name, title, chain, inCi, new TreeSet<>(enforceable));
    }
}
