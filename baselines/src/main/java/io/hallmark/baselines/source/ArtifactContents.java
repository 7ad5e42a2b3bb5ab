package io.hallmark.baselines.source;

import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.pe.CertificateTable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is read off the bytes of artifacts only once a prediction asks for it, wherever the bytes are. An artifact whose
 * bytes are nowhere at hand, as one that is known by a digest file, has none of it.
 */
public interface ArtifactContents {
    /** The digests of bytes that a loader puts together; empty when those of an artifact in it are not at hand. */
    Optional<Digests> digests(Composition composition);

    /** The signatures that are in an artifact, by its name. */
    Optional<CertificateTable> certificates(String artifact);

    /** The artifact's file, when that is on this machine. */
    default Optional<Path> file(String artifact) {
        return Optional.empty();
    }
}
