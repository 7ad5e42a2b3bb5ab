package io.hallmark.baselines.source;

import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.measure.CompositionHasher;
import io.hallmark.measuredboot.pe.CertificateTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Artifacts whose files are on this machine.
 *
 * @param files by the artifact's name
 */
public record FilesAtHand(Map<String, Path> files) implements ArtifactContents {
    /** Where only facts are known. */
    public static final FilesAtHand NONE = new FilesAtHand(Map.of());

    public FilesAtHand {
        files = Map.copyOf(files);
    }

    @Override
    public Optional<Digests> digests(Composition composition) {
        return CompositionHasher.digests(composition, artifact -> file(artifact.name()));
    }

    @Override
    public Optional<CertificateTable> certificates(String artifact) {
        return file(artifact).map(CertificateTable::read);
    }

    @Override
    public Optional<Path> file(String artifact) {
        return Optional.ofNullable(files.get(artifact));
    }
}
