package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files that the user names: event logs, and what is taken from a node beside them. */
final class InputFile {
    private static final int LARGEST = EventLogReader.LARGEST;

    private InputFile() {}

    /**
     * Reads a file to its end, whatever size it claims: those of securityfs claim 0.
     *
     * @param expected what to name instead, when this one can't be read
     * @throws BaselinesException when it can't be read, or has more than 64 MiB
     */
    static byte[] read(Path file, String expected) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new BaselinesException(file + " has more than " + LARGEST + " bytes: name " + expected);
            }
            return bytes;
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be read: " + FileFailures.reason(e) + "; name " + expected, e);
        }
    }
}
