package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.FilePath;
import java.io.IOException;
import java.util.List;

/** The event logs in a workspace, one at a time: together they may be large. */
public final class EventLogs {
    private final FilePath workspace;
    private final List<String> paths;

    private EventLogs(FilePath workspace, List<String> paths) {
        this.workspace = workspace;
        this.paths = List.copyOf(paths);
    }

    /**
     * Finds them.
     *
     * @param pattern of paths relative to the workspace: {@code logs/**}
     * @throws AbortException when there are none, or too many, or the agent is lost
     */
    public static EventLogs find(FilePath workspace, String pattern) throws IOException, InterruptedException {
        List<String> paths = AgentImage.ask(workspace, new CollectLogs(pattern));
        if (paths.isEmpty()) {
            throw new AbortException("no file in the workspace matches '" + pattern
                    + "': fetch the nodes' event logs into it before, one file a node");
        }
        if (paths.size() > CollectLogs.MOST) {
            throw new AbortException("the agent sent more than " + CollectLogs.MOST + " names of logs");
        }
        return new EventLogs(workspace, paths);
    }

    /** Their paths, sorted. */
    public List<String> paths() {
        return paths;
    }

    /** One of them. */
    public byte[] read(String path) throws IOException, InterruptedException {
        byte[] log = AgentImage.ask(workspace, new ReadLog(path));
        if (log.length > ReadLog.LARGEST) {
            throw new AbortException("the agent sent a log of " + log.length + " bytes");
        }
        return log;
    }
}
