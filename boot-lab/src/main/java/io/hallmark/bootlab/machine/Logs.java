package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.host.Workspace;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Reads event logs that are in memory. */
public final class Logs {
    private Logs() {}

    public static EventLog read(byte[] bytes) {
        try (Workspace workspace = Workspace.create()) {
            return EventLogReader.read(Files.write(workspace.root().resolve("eventlog.bin"), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
