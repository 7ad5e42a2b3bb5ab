package io.jenkins.plugins.hallmark.agent;

import hudson.remoting.VirtualChannel;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.ConfinedPath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** One byte more than the largest log has, when it is larger. What is wrong with the workspace itself is wrong with all logs. */
    @Override
    public byte[] invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        Path root = workspace.toPath().toRealPath();
        try (InputStream in = Files.newInputStream(new ConfinedPath(root).resolve(path))) {
            return in.readNBytes(LARGEST + 1);
        } catch (BaselinesException e) {
            throw UnreadableLogException.of(path, e.getMessage());
        } catch (IOException e) {
            throw UnreadableLogException.of(
                    path, "can't be read: " + e.getClass().getSimpleName());
        }
    }
}
