package io.hallmark.baselines.drift;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.content.ContentDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** In what nodes differ from their baselines, for programs. */
public final class JsonDrift {
    private JsonDrift() {}

    public static String render(List<DriftReport> reports) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/drift/v1");
        document.put("nodes", reports.stream().map(JsonDrift::json).toList());
        return CanonicalJson.write(document);
    }

    private static Map<String, Object> json(DriftReport report) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("node", report.node());
        entry.put("drift", report.drift());
        entry.put("nearest", report.nearest().map(JsonDrift::json));
        entry.put("pcrs", report.pcrs().stream().map(JsonDrift::json).toList());
        entry.put("notes", report.notes());
        return entry;
    }

    private static Map<String, Object> json(DriftReport.Match match) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("baseline", match.path());
        entry.put("set", match.number());
        entry.put("fingerprint", match.set().fingerprint());
        entry.put("commit", match.set().source().commit());
        entry.put("mix", match.set().mix());
        entry.put("agreeing", match.agreeing());
        return entry;
    }

    private static Map<String, Object> json(DriftReport.PcrDrift pcr) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pcr", pcr.pcr());
        entry.put("enforced", pcr.enforced());
        entry.put("probably", pcr.probably());
        entry.put("expected", pcr.expected().map(JsonDrift::json));
        entry.put("found", pcr.found().map(JsonDrift::json));
        entry.put("differences", pcr.differences());
        return entry;
    }

    private static Map<String, Object> json(PredictedEvent event) {
        return json(Optional.empty(), event.type().name(), event.description(), event.digests());
    }

    private static Map<String, Object> json(LogEvent event) {
        return json(
                Optional.of(event.number()),
                event.type().name(),
                ContentDecoder.decode(event).words(),
                event.digests());
    }

    private static Map<String, Object> json(Optional<Integer> number, String type, String what, Digests digests) {
        Map<String, Object> entry = new LinkedHashMap<>();
        number.ifPresent(n -> entry.put("event", n));
        entry.put("type", type);
        entry.put("what", what);
        Map<String, Object> byBank = new LinkedHashMap<>();
        digests.all().forEach(digest -> byBank.put(digest.bank().label(), digest.hex()));
        entry.put("digests", byBank);
        return entry;
    }
}
