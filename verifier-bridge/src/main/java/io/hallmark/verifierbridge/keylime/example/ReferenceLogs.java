package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What nodes of a hardware class have logged.
 *
 * @param logs the reference logs of its profile, the first one first
 * @param unread why Keylime does not read those logs, whatever policy it asks; one line for each that it does not
 */
public record ReferenceLogs(List<EventLog> logs, List<String> unread) {
    public ReferenceLogs {
        logs = List.copyOf(logs);
        unread = List.copyOf(unread);
    }

    /**
     * Those of a profile; none where it is described no more.
     *
     * @throws BaselinesException when one can't be read at all
     */
    public static ReferenceLogs of(RepositoryFiles files, String hardware) {
        List<EventLog> logs = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        String profile = ProfileDocument.path(hardware);
        List<String> names = files.read(profile)
                .map(bytes -> ProfileDocument.read(profile, bytes).logs())
                .orElse(List.of());
        for (String name : names) {
            String path = "hardware/" + hardware + "/" + name;
            byte[] bytes = files.require(path);
            EventLog log = log(path, bytes);
            logs.add(log);
            KeylimeParser.refusal(bytes, log)
                    .ifPresent(refusal ->
                            unread.add("reference log " + logs.size() + " of " + hardware + ": " + refusal.line()));
        }
        return new ReferenceLogs(logs, unread);
    }

    private static EventLog log(String path, byte[] bytes) {
        try {
            return EventLogReader.read(bytes, path);
        } catch (MeasuredBootException e) {
            throw new BaselinesException(e.getMessage(), e);
        }
    }
}
