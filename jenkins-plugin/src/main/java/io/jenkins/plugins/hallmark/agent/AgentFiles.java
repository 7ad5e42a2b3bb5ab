package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths on the machine where the workspace is. */
final class AgentFiles {
    private AgentFiles() {}

    /**
     * A folder in the workspace.
     *
     * @param relative as the job says it
     * @throws AbortException when it leaves the workspace, also through a link, or there is no such folder
     */
    static Path folder(File workspace, String relative) throws IOException {
        Path root = workspace.toPath().toRealPath();
        Path folder = root.resolve(relative).normalize();
        if (!Files.isDirectory(folder)) {
            throw new AbortException("there is no folder '" + relative + "' in the workspace " + workspace
                    + ": check the image path, and that the repository was checked out before");
        }
        if (!folder.toRealPath().startsWith(root)) {
            throw new AbortException("'" + relative + "' leaves the workspace: the image must lie inside of it");
        }
        return folder.toRealPath();
    }

    /** Where programs have private folders, by build. */
    static Path runs(File workspace) {
        return cache(workspace).resolve("runs");
    }

    /** Where downloads are kept between builds: beside the workspace, as Jenkins does it, so that cleaning leaves them. */
    static Path cache(File workspace) {
        return workspace.toPath().resolveSibling(workspace.getName() + "@tmp").resolve("hallmark");
    }
}
