package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.ConfinedPath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import jenkins.MasterToSlaveFileCallable;

/** Reads one event log of the workspace. */
final class ReadLog extends MasterToSlaveFileCallable<byte[]> {
    private static final long serialVersionUID = 1L;

    /** The largest log that crosses the channel, in bytes; the largest seen has 256 KiB. */
    static final int LARGEST = 8 * 1024 * 1024;

    private final String path;

    ReadLog(String path) {
        this.path = path;
    }

    @Override
    public byte[] invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try (InputStream in =
                Files.newInputStream(new ConfinedPath(workspace.toPath().toRealPath()).resolve(path))) {
            byte[] log = in.readNBytes(LARGEST + 1);
            if (log.length > LARGEST) {
                throw new AbortException(path + ": larger than " + LARGEST + " bytes, so it is no event log");
            }
            return log;
        } catch (BaselinesException e) {
            throw Unusable.of(e);
        }
    }
}
