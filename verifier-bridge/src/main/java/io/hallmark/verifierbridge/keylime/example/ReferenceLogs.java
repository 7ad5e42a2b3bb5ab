package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import java.util.ArrayList;
import java.util.List;

/** What nodes of a hardware class have logged. */
public final class ReferenceLogs {
    private ReferenceLogs() {}

    /**
     * The reference logs of a profile; none where it is described no more.
     *
     * @throws BaselinesException when one can't be read
     */
    public static List<EventLog> of(RepositoryFiles files, String hardware) {
        String path = ProfileDocument.path(hardware);
        List<EventLog> logs = new ArrayList<>();
        files.read(path)
                .ifPresent(bytes -> ProfileDocument.read(path, bytes)
                        .logs()
                        .forEach(name -> logs.add(log(files, "hardware/" + hardware + "/" + name))));
        return logs;
    }

    private static EventLog log(RepositoryFiles files, String path) {
        try {
            return EventLogReader.read(files.require(path), path);
        } catch (MeasuredBootException e) {
            throw new BaselinesException(e.getMessage(), e);
        }
    }
}
