package io.jenkins.plugins.hallmark.agent;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.process.LocalMachine;
import io.hallmark.puppetbridge.process.PrivateFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;

/** A private folder beside a workspace. What is in it is never in the workspace, where builds archive files from. */
final class AgentFolder implements PrivateFolder {
    private final FilePath workspace;
    private final String path;

    private AgentFolder(FilePath workspace, String path) {
        this.workspace = workspace;
        this.path = path;
    }

    /** @param build whose folder it is; those of others are deleted, since a workspace is one build's at a time */
    static AgentFolder make(FilePath workspace, int build) {
        return new AgentFolder(workspace, AgentCalls.act(workspace, new Make(build)));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void write(String file, byte[] content) {
        AgentCalls.act(workspace, new Write(path, file, content));
    }

    @Override
    public Optional<byte[]> read(String file, int most) {
        byte[] content = AgentCalls.act(workspace, new Read(path, file, most));
        if (content != null && content.length > most) {
            throw new BaselinesException("the agent sent " + content.length + " bytes of " + file);
        }
        return Optional.ofNullable(content);
    }

    @Override
    public void close() {
        AgentCalls.act(workspace, new Delete(path));
    }

    /** Makes the folder. */
    private static final class Make extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1L;

        private final int build;

        Make(int build) {
            this.build = build;
        }

        @Override
        public String invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
            Path runs = AgentFiles.runs(workspace);
            Path own = runs.resolve(String.valueOf(build));
            try {
                Files.createDirectories(own);
                try (DirectoryStream<Path> others = Files.newDirectoryStream(runs, other -> !other.equals(own))) {
                    others.forEach(other -> LocalMachine.folder(other).close());
                }
                return new LocalMachine(own).newFolder().path();
            } catch (BaselinesException e) {
                throw Unusable.of(e);
            }
        }
    }

    /** Writes a file. */
    private static final class Write extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;

        private final String folder;
        private final String file;
        private final byte[] content;

        Write(String folder, String file, byte[] content) {
            this.folder = folder;
            this.file = file;
            this.content = content.clone();
        }

        @Override
        public Void invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
            try {
                LocalMachine.folder(Path.of(folder)).write(file, content);
                return null;
            } catch (BaselinesException e) {
                throw Unusable.of(e);
            }
        }
    }

    /** Reads a file; null when there is none. */
    private static final class Read extends MasterToSlaveFileCallable<byte[]> {
        private static final long serialVersionUID = 1L;

        private final String folder;
        private final String file;
        private final int most;

        Read(String folder, String file, int most) {
            this.folder = folder;
            this.file = file;
            this.most = most;
        }

        @Override
        public byte[] invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
            try {
                return LocalMachine.folder(Path.of(folder)).read(file, most).orElse(null);
            } catch (BaselinesException e) {
                throw Unusable.of(e);
            }
        }
    }

    /** Deletes the folder. */
    private static final class Delete extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;

        private final String folder;

        Delete(String folder) {
            this.folder = folder;
        }

        @Override
        public Void invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
            try {
                LocalMachine.folder(Path.of(folder)).close();
                return null;
            } catch (BaselinesException e) {
                throw Unusable.of(e);
            }
        }
    }
}
