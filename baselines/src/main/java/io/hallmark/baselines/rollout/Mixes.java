package io.hallmark.baselines.rollout;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All states between two sets that a node can meet: each changed part is either the new one or the previous one.
 *
 * <p>A part is an artifact that both sets have with different content, or the chain itself (its stages, command line and
 * configuration). An artifact that only one of the two chains uses comes with that chain.
 */
public final class Mixes {
    private static final String CHAIN = "boot configuration";

    private final AcceptedSet previous;
    private final AcceptedSet next;
    private final List<String> parts;

    private Mixes(AcceptedSet previous, AcceptedSet next) {
        this.previous = previous;
        this.next = next;
        this.parts = changedParts(previous, next);
    }

    public static Mixes between(AcceptedSet previous, AcceptedSet next) {
        return new Mixes(previous, next);
    }

    /** The parts that changed, in the chain's order; the chain last. */
    public List<String> parts() {
        return List.copyOf(parts);
    }

    /** How many states lie between the two sets: 2^n - 2 for n changed parts; at most 2^31-1. */
    public int count() {
        return parts.size() >= 31 ? Integer.MAX_VALUE : (1 << parts.size()) - (parts.isEmpty() ? 1 : 2);
    }

    /**
     * The states, those with fewer new parts first.
     *
     * @param most how many are allowed
     * @throws BaselinesException when there are more
     */
    public List<Mix> list(int most) {
        if (count() > most) {
            throw new BaselinesException(
                    parts.size() + " parts changed at once (" + String.join(", ", parts) + "), which makes "
                            + (count() == Integer.MAX_VALUE ? "more than 2^31" : count())
                            + " mixes that a node can meet during the"
                            + " roll-out, and " + most
                            + " are allowed: propose the changes one after another, retire older sets,"
                            + " raise 'max-sets' under 'roll-out' in the settings, or set 'mixes: none' there if all files are"
                            + " replaced at one stroke");
        }
        List<Mix> mixes = new ArrayList<>();
        for (int choice = 1; choice < (1 << parts.size()) - 1; choice++) {
            mix(choice).ifPresent(mixes::add);
        }
        return mixes;
    }

    /** The mix in which the parts of the set bits are new; empty when its chain uses an artifact that it can't have. */
    private Optional<Mix> mix(int choice) {
        Map<String, Artifact> old = byName(previous);
        Map<String, Artifact> fresh = byName(next);
        boolean newChain = true;
        List<String> words = new ArrayList<>();
        Map<String, Artifact> chosen = new LinkedHashMap<>(old);
        chosen.putAll(fresh);
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            boolean isNew = (choice & (1 << i)) != 0;
            words.add((isNew ? "new " : "previous ") + part);
            if (part.equals(CHAIN)) {
                newChain = isNew;
            } else {
                chosen.put(part, (isNew ? fresh : old).get(part));
            }
        }
        BootChain chain = newChain ? next.chain() : previous.chain();
        List<Artifact> artifacts = new ArrayList<>();
        for (String name : chain.artifacts()) {
            Artifact artifact = chosen.get(name);
            if (artifact == null) {
                return Optional.empty();
            }
            artifacts.add(artifact);
        }
        return Optional.of(new Mix(String.join(", ", words), chain, artifacts));
    }

    private static List<String> changedParts(AcceptedSet previous, AcceptedSet next) {
        Map<String, Artifact> old = byName(previous);
        List<String> parts = new ArrayList<>();
        for (Artifact artifact : next.artifacts()) {
            Artifact before = old.get(artifact.name());
            if (before != null
                    && !before.facts().digests().equals(artifact.facts().digests())) {
                parts.add(artifact.name());
            }
        }
        if (!previous.chain().equals(next.chain())) {
            parts.add(CHAIN);
        }
        return parts;
    }

    private static Map<String, Artifact> byName(AcceptedSet set) {
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        set.artifacts().forEach(artifact -> artifacts.put(artifact.name(), artifact));
        return artifacts;
    }
}
