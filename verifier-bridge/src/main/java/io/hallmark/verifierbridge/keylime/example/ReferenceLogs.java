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
        return paths(files, hardware).stream().map(path -> log(files, path)).toList();
    }

    /**
     * Why Keylime does not read those logs, whatever policy it asks; one line for each that it does not.
     *
     * @throws BaselinesException when one can't be read at all
     */
    public static List<String> unread(RepositoryFiles files, String hardware) {
        List<String> words = new ArrayList<>();
        List<String> paths = paths(files, hardware);
        for (int i = 0; i < paths.size(); i++) {
            String where = "reference log " + (i + 1) + " of " + hardware + ": ";
            KeylimeParser.refusal(files.require(paths.get(i)), log(files, paths.get(i)))
                    .ifPresent(refusal -> words.add(where
                            + (refusal.event().isPresent()
                                    ? "event " + refusal.event().getAsInt() + ": "
                                    : "")
                            + refusal.words()));
        }
        return words;
    }

    private static List<String> paths(RepositoryFiles files, String hardware) {
        String path = ProfileDocument.path(hardware);
        return files.read(path)
                .map(bytes -> ProfileDocument.read(path, bytes).logs().stream()
                        .map(name -> "hardware/" + hardware + "/" + name)
                        .toList())
                .orElse(List.of());
    }

    private static EventLog log(RepositoryFiles files, String path) {
        try {
            return EventLogReader.read(files.require(path), path);
        } catch (MeasuredBootException e) {
            throw new BaselinesException(e.getMessage(), e);
        }
    }
}
