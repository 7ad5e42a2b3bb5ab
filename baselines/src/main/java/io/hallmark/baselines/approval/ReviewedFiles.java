package io.hallmark.baselines.approval;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.RepositoryFiles;
import java.util.List;
import java.util.Optional;

/**
 * The files of a state whose changes need approval. Others may be changed by anybody who may push, so nothing that is
 * published may come from them: they can't be read here.
 */
public record ReviewedFiles(RepositoryFiles files) implements RepositoryFiles {

    @Override
    public String describe() {
        return files.describe();
    }

    /** @throws BaselinesException also when nobody has to approve changes of that path */
    @Override
    public Optional<byte[]> read(String path) {
        return files.read(reviewed(path));
    }

    /** @throws BaselinesException also when nobody has to approve changes in that folder */
    @Override
    public List<String> list(String folder) {
        return files.list(reviewed(folder));
    }

    private static String reviewed(String path) {
        if (!ApprovalCheck.isReviewed(path)) {
            throw new BaselinesException(
                    "'" + path + "' is not among what needs approval (" + String.join(", ", ApprovalCheck.REVIEWED)
                            + "), so nothing of it is published: move it into one of these folders");
        }
        return path;
    }
}
