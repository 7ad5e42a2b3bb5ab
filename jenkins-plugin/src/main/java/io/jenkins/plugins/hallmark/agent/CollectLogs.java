package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/** Finds the event logs in a workspace; links are not followed. */
final class CollectLogs extends MasterToSlaveFileCallable<List<String>> {
    private static final long serialVersionUID = 1L;

    /** More nodes than one build looks at. */
    static final int MOST = 20_000;

    private final String pattern;

    CollectLogs(String pattern) {
        this.pattern = pattern;
    }

    @Override
    public List<String> invoke(File workspace, VirtualChannel channel) throws IOException {
        Path root = workspace.toPath().toRealPath();
        LogPattern logs = new LogPattern(pattern);
        List<String> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && logs.matches(root.relativize(file))) {
                    if (found.size() == MOST) {
                        throw new AbortException("'" + pattern + "' names more than " + MOST + " files");
                    }
                    found.add(root.relativize(file).toString().replace(File.separatorChar, '/'));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }
}
