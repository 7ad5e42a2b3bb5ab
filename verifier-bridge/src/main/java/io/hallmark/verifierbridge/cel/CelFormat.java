package io.hallmark.verifierbridge.cel;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.verifierbridge.format.DistinctSets;
import io.hallmark.verifierbridge.format.Enforced;
import io.hallmark.verifierbridge.format.Format;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file for each accepted set: the events that a node will log, as records of TCG's Canonical Event Log Format in its
 * JSON encoding. Records are numbered for each PCR from 0.
 *
 * <p>An event whose digest is not certain has an empty list of digests: readers that judge event by event can see that it is
 * expected, and none takes it for one with a certain digest. Events of no PCR have no place in the format.
 */
public final class CelFormat implements Format {
    @Override
    public String name() {
        return "cel";
    }

    @Override
    public List<RenderedFile> render(ApprovedState state, BaselineDocument baseline) {
        List<RenderedFile> files = new ArrayList<>();
        DistinctSets.of(baseline)
                .forEach((id, set) -> files.add(RenderedFile.of(
                        RenderedFile.pathOf(baseline) + "/" + id + ".cel.json",
                        records(set).getBytes(StandardCharsets.UTF_8),
                        List.of())));
        return files;
    }

    private static String records(AcceptedSet set) {
        Map<Integer, Integer> numbers = new HashMap<>();
        List<Object> records = new ArrayList<>();
        for (PredictedEvent event : set.prediction().events()) {
            if (event.pcr() == LogEvent.NO_PCR) {
                continue;
            }
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("recnum", numbers.merge(event.pcr(), 1, Integer::sum) - 1);
            record.put("pcr", event.pcr());
            record.put("digests", digests(set, event));
            record.put("content_type", "pcclient_std");
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("event_type", event.type().name());
            content.put("event_data", HexFormat.of().formatHex(event.data().bytes()));
            record.put("content", content);
            records.add(record);
        }
        return CanonicalJson.write(records);
    }

    private static List<Object> digests(AcceptedSet set, PredictedEvent event) {
        List<Object> digests = new ArrayList<>();
        if (Enforced.isCertain(set, event)) {
            event.digests().all().forEach(digest -> digests.add(digest(digest)));
        }
        return digests;
    }

    private static Map<String, Object> digest(Digest digest) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("hashAlg", digest.bank().label());
        entry.put("digest", digest.hex());
        return entry;
    }
}
