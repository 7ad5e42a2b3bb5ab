package io.hallmark.verifierbridge.plain;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.verifierbridge.format.Enforced;
import io.hallmark.verifierbridge.format.Format;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file for each baseline: all accepted sets, newest first, with the values of each PCR and whether it is enforced.
 * {@code golden.schema.json} says what each field means.
 */
public final class PlainFormat implements Format {
    private static final String SCHEMA = "hallmark/golden/v1";

    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<RenderedFile> render(ApprovedState state, BaselineDocument baseline) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("image", baseline.image());
        document.put("chain", baseline.chain());
        document.put("hardware", baseline.hardware());
        document.put("banks", baseline.banks().stream().map(Bank::label).toList());
        document.put(
                "accepted",
                baseline.accepted().stream().map(set -> set(baseline, set)).toList());
        return List.of(RenderedFile.of(
                RenderedFile.pathOf(baseline) + ".json",
                CanonicalJson.write(document).getBytes(StandardCharsets.UTF_8),
                List.of()));
    }

    private static Map<String, Object> set(BaselineDocument baseline, AcceptedSet set) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("repository", set.source().repository());
        source.put("commit", set.source().commit());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("source", source);
        if (!set.mix().isEmpty()) {
            entry.put("mix", set.mix());
        }
        List<PredictedPcr> enforced = Enforced.pcrs(baseline, set);
        List<Object> pcrs = new ArrayList<>();
        for (PredictedPcr pcr : set.prediction().pcrs()) {
            pcrs.add(pcr(baseline, pcr, enforced.contains(pcr)));
        }
        entry.put("pcrs", pcrs);
        return entry;
    }

    private static Map<String, Object> pcr(BaselineDocument baseline, PredictedPcr pcr, boolean enforced) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pcr", pcr.pcr());
        entry.put("enforced", enforced);
        if (!enforced) {
            entry.put(
                    "reason",
                    pcr.notEnforceable()
                            .orElse(
                                    baseline.enforce().contains(pcr.pcr())
                                            ? "its value varies"
                                            : "the settings do not enforce it"));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Digest digest : pcr.values().all()) {
            values.put(digest.bank().label(), digest.hex());
        }
        entry.put("values", values);
        return entry;
    }
}
