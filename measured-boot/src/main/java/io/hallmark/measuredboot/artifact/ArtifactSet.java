package io.hallmark.measuredboot.artifact;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The artifacts of a prediction, and the digests of compositions of them.
 *
 * <p>Compositions that were asked for are remembered, so that they can be written down beside the artifacts: with them
 * the prediction can be made again without the files.
 */
public final class ArtifactSet {
    private final List<Artifact> all;
    private final Map<String, Artifact> byName = new LinkedHashMap<>();
    private final Map<String, Digests> known;
    private final SortedMap<String, Digests> used = new TreeMap<>();
    private final Function<Composition, Optional<Digests>> compose;

    /**
     * @param known digests of compositions by {@link Composition#key()}
     * @param compose reads files to compute those that are not known; empty when the bytes are not at hand
     */
    public ArtifactSet(
            Collection<Artifact> artifacts,
            Map<String, Digests> known,
            Function<Composition, Optional<Digests>> compose) {
        this.all = List.copyOf(artifacts);
        for (Artifact artifact : artifacts) {
            if (byName.put(artifact.name(), artifact) != null) {
                throw new IllegalArgumentException("two artifacts named '" + artifact.name() + "'");
            }
        }
        Map<String, Digests> digests = new LinkedHashMap<>(known);
        artifacts.forEach(artifact -> digests.putAll(artifact.facts().compositions()));
        this.known = Map.copyOf(digests);
        this.compose = compose;
    }

    /** A set of artifacts that are known by their facts alone. */
    public static ArtifactSet of(Collection<Artifact> artifacts, Map<String, Digests> known) {
        return new ArtifactSet(artifacts, known, composition -> Optional.empty());
    }

    /** @throws MeasuredBootException when the set has no artifact of that name */
    public Artifact get(String name) {
        Artifact artifact = byName.get(name);
        if (artifact == null) {
            throw new MeasuredBootException(
                    "no artifact named '" + name + "': add it under 'artifacts' (there are " + byName.keySet() + ")");
        }
        return artifact;
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** All of them, in the order in which they were given. */
    public List<Artifact> all() {
        return all;
    }

    /** The digests of a composition, unless a file that it needs is not at hand. */
    public Optional<Digests> digests(Composition composition) {
        String key = composition.key();
        Digests digests = used.get(key);
        if (digests == null) {
            digests = known.get(key);
        }
        if (digests == null) {
            digests = composition
                    .ofKeptContent(Bank.allComputable())
                    .or(() -> compose.apply(composition))
                    .orElse(null);
        }
        if (digests != null) {
            used.put(key, digests);
        }
        return Optional.ofNullable(digests);
    }

    /** The compositions that were asked for and could be had, by key. */
    public SortedMap<String, Digests> compositions() {
        return java.util.Collections.unmodifiableSortedMap(used);
    }
}
