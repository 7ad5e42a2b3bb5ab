package io.hallmark.baselines.initramfs;

import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.measuredboot.artifact.Artifact;
import java.util.Optional;

/** Opens an initramfs where it is. */
@FunctionalInterface
public interface IndexSource {
    /** For files on this machine. */
    IndexSource LOCAL = (image, artifact) ->
            image.contents().file(artifact.name()).map(file -> InitramfsIndex.of(file, artifact.origin()));

    /**
     * What lies in an initramfs; empty when its bytes are not at hand.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when it can't be opened
     */
    Optional<InitramfsIndex> index(MeasuredImage image, Artifact artifact);
}
