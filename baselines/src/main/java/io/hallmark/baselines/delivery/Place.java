package io.hallmark.baselines.delivery;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.OwnFilesDocument;

/**
 * Where files are delivered to.
 *
 * @param url of the repository, without a password: https, ssh, {@code host:path}, file, or a path
 * @param branch that consumers read: {@code production}
 * @param folder in the repository, with slashes; {@code ""} is its root
 */
public record Place(String url, String branch, String folder) {
    /** @throws BaselinesException when the folder can't be one */
    public Place {
        if (!folder.isEmpty()) {
            OwnFilesDocument.check(folder);
        }
    }

    String path(String file) {
        return folder.isEmpty() ? file : folder + "/" + file;
    }
}
