package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.MeasuredBootException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads TCG event logs: TCG_PCR_EVENT (TCG 1.2) and TCG_PCR_EVENT2 records after a Spec ID header (PC Client Platform
 * Firmware Profile, "Event Logging").
 *
 * <p>A log that ends early, or whose rest is not a record, is kept as far as it goes and says so in a finding; bytes that
 * are no log at all are refused.
 */
public final class EventLogReader {
    /** The largest log that is read, in bytes; the largest seen has 256 KiB. */
    public static final int LARGEST = 64 * 1024 * 1024;

    private EventLogReader() {}

    /**
     * Reads a file to its end, whatever size it claims: those of securityfs claim 0.
     *
     * @throws MeasuredBootException when it can't be read or is no event log
     */
    public static EventLog read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(bytes(in), file.toString());
        } catch (IOException e) {
            throw new MeasuredBootException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param name for messages
     * @throws MeasuredBootException when it can't be read or is no event log
     */
    public static EventLog read(InputStream in, String name) {
        try {
            return read(bytes(in), name);
        } catch (IOException e) {
            throw new MeasuredBootException(name + ": can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a log.
     *
     * @param name for messages
     * @throws MeasuredBootException when it is no event log
     */
    public static EventLog read(byte[] bytes, String name) {
        if (bytes.length > LARGEST) {
            throw new MeasuredBootException(name + ": larger than " + LARGEST + " bytes, so it is no event log");
        }
        return new RecordReader(bytes, name).read();
    }

    private static byte[] bytes(InputStream in) throws IOException {
        return in.readNBytes(LARGEST + 1);
    }
}
