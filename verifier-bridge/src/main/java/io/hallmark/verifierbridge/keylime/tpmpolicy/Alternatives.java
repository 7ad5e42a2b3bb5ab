package io.hallmark.verifierbridge.keylime.tpmpolicy;

import io.hallmark.measuredboot.digest.Digests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of some PCRs in each accepted set.
 *
 * @param sets one entry a set, newest first: value by PCR, the same PCRs in all of them
 */
record Alternatives(List<SortedMap<Integer, Digests>> sets) {
    Alternatives {
        sets = List.copyOf(sets);
    }

    /** Indices of the PCRs. */
    Set<Integer> pcrs() {
        return sets.get(0).keySet();
    }

    /** The different values of each PCR, those of newer sets first. */
    Map<Integer, List<Digests>> values() {
        Map<Integer, List<Digests>> values = new LinkedHashMap<>();
        for (int pcr : pcrs()) {
            Set<Digests> distinct = new LinkedHashSet<>();
            sets.forEach(set -> distinct.add(set.get(pcr)));
            values.put(pcr, List.copyOf(distinct));
        }
        return values;
    }

    /** The PCRs that have several values. */
    List<Integer> varied() {
        Map<Integer, List<Digests>> values = values();
        return pcrs().stream().filter(pcr -> values.get(pcr).size() > 1).toList();
    }

    /** How many combinations pass when each PCR is judged by itself; at most {@code Long.MAX_VALUE}. */
    long combinations() {
        long product = 1;
        for (List<Digests> alternatives : values().values()) {
            product = product > Long.MAX_VALUE / alternatives.size() ? Long.MAX_VALUE : product * alternatives.size();
        }
        return product;
    }

    /** How many of them are those of an accepted set. */
    int approved() {
        return new HashSet<>(sets).size();
    }

    /** Whether something passes that is no accepted set. */
    boolean mixes() {
        return combinations() > approved();
    }

    Alternatives only(Collection<Integer> pcrs) {
        List<SortedMap<Integer, Digests>> reduced = new ArrayList<>();
        for (SortedMap<Integer, Digests> set : sets) {
            SortedMap<Integer, Digests> some = new TreeMap<>(set);
            some.keySet().retainAll(pcrs);
            reduced.add(some);
        }
        return new Alternatives(reduced);
    }

    /** As many PCRs, from the lowest on, as can be judged by themselves without anything passing that no set has. */
    Alternatives withoutMixtures() {
        List<Integer> kept = new ArrayList<>(pcrs());
        kept.removeAll(varied());
        for (int pcr : varied()) {
            kept.add(pcr);
            if (only(kept).mixes()) {
                kept.remove(kept.size() - 1);
            }
        }
        return only(kept);
    }
}
