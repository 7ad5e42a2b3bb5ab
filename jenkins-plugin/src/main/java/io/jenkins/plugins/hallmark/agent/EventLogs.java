package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jenkins.util.VirtualFile;

/** Event logs of nodes, one at a time: together they may be large. */
public final class EventLogs {
    private final List<String> paths;
    private final Source source;

    private EventLogs(List<String> paths, Source source) {
        this.paths = List.copyOf(paths);
        this.source = source;
    }

    /** Where they are. */
    private interface Source {
        byte[] read(String path) throws IOException, InterruptedException;
    }

    /**
     * Finds them in a workspace.
     *
     * @param pattern of paths relative to the workspace: {@code logs/**}
     * @throws AbortException when there are none, or too many, or the agent is lost
     */
    public static EventLogs in(FilePath workspace, String pattern) throws IOException, InterruptedException {
        List<String> paths = AgentImage.ask(workspace, new CollectLogs(pattern));
        if (paths.isEmpty()) {
            throw new AbortException("no file in the workspace matches '" + pattern
                    + "': fetch the nodes' event logs into it before, one file a node");
        }
        if (paths.size() > CollectLogs.MOST) {
            throw new AbortException("the agent sent more than " + CollectLogs.MOST + " names of logs");
        }
        return new EventLogs(paths, path -> AgentImage.ask(workspace, new ReadLog(path)));
    }

    /**
     * Finds them among what a build archived.
     *
     * @param pattern of paths relative to the archive
     * @throws AbortException when there are none, or too many
     */
    public static EventLogs archivedBy(Run<?, ?> build, String pattern) throws IOException {
        LogPattern logs = new LogPattern(pattern);
        VirtualFile root = build.getArtifactManager().root();
        List<String> paths = new ArrayList<>();
        for (String path : root.list("**", null, false)) {
            if (logs.matches(Path.of(path))) {
                paths.add(path);
            }
        }
        if (paths.isEmpty()) {
            throw new AbortException(
                    "no file that " + build.getFullDisplayName() + " archived matches '" + pattern + "'");
        }
        if (paths.size() > CollectLogs.MOST) {
            throw new AbortException("'" + pattern + "' names more than " + CollectLogs.MOST + " files");
        }
        paths.sort(null);
        return new EventLogs(paths, path -> {
            try (InputStream in = root.child(path).open()) {
                return in.readNBytes(ReadLog.LARGEST + 1);
            } catch (IOException e) {
                if (!root.exists()) {
                    throw e;
                }
                throw UnreadableLogException.of(
                        path, "can't be read: " + e.getClass().getSimpleName());
            }
        });
    }

    /** Their paths, sorted. */
    public List<String> paths() {
        return paths;
    }

    /**
     * One of them.
     *
     * @throws UnreadableLogException when this one can't be read, or is none; others may
     */
    public byte[] read(String path) throws IOException, InterruptedException {
        byte[] log = source.read(path);
        if (log.length > ReadLog.LARGEST) {
            throw UnreadableLogException.of(path, "larger than " + ReadLog.LARGEST + " bytes, so it is no event log");
        }
        return log;
    }
}
