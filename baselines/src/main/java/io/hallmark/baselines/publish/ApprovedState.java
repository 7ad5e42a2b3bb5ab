package io.hallmark.baselines.publish;

import io.hallmark.baselines.approval.ReviewedFiles;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One approved state of a baselines repository: all that targets may publish.
 *
 * @param commit full object id
 * @param time of the commit; what a document needs as its date comes from here, never from a clock
 * @param files of that commit, for the hardware profiles and what else a target renders
 * @param baselines all of them, by path
 */
public record ApprovedState(String commit, Instant time, RepositoryFiles files, List<BaselineDocument> baselines) {
    public ApprovedState {
        baselines = List.copyOf(baselines);
    }

    /**
     * Reads all baselines of a commit.
     *
     * @throws io.hallmark.baselines.BaselinesException when one can't be read
     */
    public static ApprovedState of(String commit, Instant time, RepositoryFiles files) {
        List<BaselineDocument> baselines = new ArrayList<>();
        for (String path : files.list("baselines")) {
            if (path.endsWith(".yaml")) {
                baselines.add(BaselineDocument.read(path, files.require(path)));
            }
        }
        return new ApprovedState(commit, time, new ReviewedFiles(files), baselines);
    }
}
