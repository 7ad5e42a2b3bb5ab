package io.hallmark.baselines.publish;

import java.util.Optional;
import java.util.Set;

/** A folder that Hallmark shares with others. Paths are from the folder on, with slashes. */
public interface OwnedFiles {
    /** The paths of the files that Hallmark wrote, sorted. */
    Set<String> own();

    /**
     * The content of a file, whoever wrote it; empty when nothing is there.
     *
     * @throws io.hallmark.baselines.BaselinesException when something else than a file is there, or the way to it leads
     *     through something else than folders
     */
    Optional<byte[]> read(String path);
}
