package io.hallmark.baselines.propose;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.ImageDescription;
import io.hallmark.baselines.source.ArtifactContents;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Digests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image repository whose artifacts have been measured.
 *
 * @param source its commit
 * @param time when the commit was made; empty when the files are in no repository
 * @param artifacts those that chains refer to, by name
 * @param contents what is read off the bytes of artifacts later; those known by a digest file have none
 * @param compositions from digest files, by key
 */
public record MeasuredImage(
        ImageDescription description,
        AcceptedSet.Source source,
        Optional<Instant> time,
        Map<String, Artifact> artifacts,
        ArtifactContents contents,
        Map<String, Digests> compositions) {
    public MeasuredImage {
        artifacts = Map.copyOf(artifacts);
        compositions = Map.copyOf(compositions);
    }

    /** The artifacts of a chain, in its order. */
    public List<Artifact> artifactsOf(BootChain chain) {
        return chain.artifacts().stream().map(artifacts::get).toList();
    }

    /** The artifacts of a chain for a prediction; compositions are computed from the files. */
    public ArtifactSet artifactSet(BootChain chain) {
        return new ArtifactSet(artifactsOf(chain), compositions, contents::digests);
    }
}
