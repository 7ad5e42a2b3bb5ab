package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.initramfs.InitramfsIndex;
import io.hallmark.measuredboot.MeasuredBootException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import jenkins.MasterToSlaveFileCallable;

/** Lists what lies in an initramfs of the agent. */
final class IndexInitramfs extends MasterToSlaveFileCallable<byte[]> {
    private static final long serialVersionUID = 1L;

    /** The most that an index may have, in bytes; a line of it has about a hundred. */
    static final int LARGEST = 32 * 1024 * 1024;

    private final String file;
    private final String origin;

    IndexInitramfs(String file, String origin) {
        this.file = file;
        this.origin = origin;
    }

    @Override
    public byte[] invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            byte[] index = InitramfsIndex.of(Path.of(file), origin).toBytes();
            if (index.length > LARGEST) {
                throw new AbortException(origin + ": too many files in it to list them");
            }
            return index;
        } catch (BaselinesException | MeasuredBootException e) {
            throw Unusable.of(e);
        }
    }
}
