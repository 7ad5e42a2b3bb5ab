package io.hallmark.bootlab;

import io.hallmark.bootlab.chain.Staged;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.measure.CompositionHasher;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.measure.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures the files of a boot that is made ready, as Hallmark measures those of an image. */
final class Artifacts {
    private Artifacts() {}

    static ArtifactSet of(Staged staged) {
        List<Artifact> artifacts = new ArrayList<>();
        for (Map.Entry<String, Path> file : new TreeMap<>(staged.artifacts()).entrySet()) {
            artifacts.add(new Artifact(
                    file.getKey(), file.getValue().toString(), FileMeasurer.measure(file.getValue(), Progress.NONE)));
        }
        return new ArtifactSet(
                artifacts,
                Map.of(),
                composition -> CompositionHasher.digests(
                        composition,
                        artifact -> Optional.ofNullable(staged.artifacts().get(artifact.name()))));
    }
}
