package io.hallmark.baselines.rootfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where programs run that read what Hallmark does not read itself. */
public interface Programs {
    /** Reads what a program writes, while it runs. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream output) throws IOException;
    }

    /**
     * Runs a program to its end.
     *
     * @param command the program, without a folder, and its arguments
     * @param input what it reads
     * @param reader is given its output; when it fails or is done, the program does not run on
     * @throws io.hallmark.baselines.BaselinesException when there is no such program, or it fails; with its own words
     * @throws IOException of the reader
     */
    <T> T run(List<String> command, byte[] input, Reader<T> reader) throws IOException;
}
