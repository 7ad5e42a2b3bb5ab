package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.util.List;
import java.util.Optional;

/** The files of one state of a baselines repository, by their path with slashes. Only plain files count. */
public interface RepositoryFiles {

    /** The largest file that is read, in bytes. */
    int MAX_FILE = 16 * 1024 * 1024;

    /** The most files that are listed. */
    int MAX_FILES = 100_000;

    /** What to call this state in messages. */
    String describe();

    /**
     * The content of a file, if there is one at that path.
     *
     * @throws BaselinesException when the path leaves the repository, is no plain file, or is over {@link #MAX_FILE}
     */
    Optional<byte[]> read(String path);

    /**
     * The paths of all files in a folder and below it, sorted.
     *
     * @param folder {@code ""} is the root; one that is not there has no files
     * @throws BaselinesException when there are more than {@link #MAX_FILES}
     */
    List<String> list(String folder);

    /** @throws BaselinesException when {@link #read} would, or there is no such file */
    default byte[] require(String path) {
        return read(path)
                .orElseThrow(() -> new BaselinesException(path + " is missing in " + describe()
                        + ": add it, or start from a copy of baselines-repo-template"));
    }
}
