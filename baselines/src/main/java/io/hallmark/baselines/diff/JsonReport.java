package io.hallmark.baselines.diff;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The report for programs. */
public final class JsonReport {
    private JsonReport() {}

    public static String render(ProposalReport report) {
        return render(report, Optional.empty());
    }

    /** @param pullRequest where people look at the pull request of the proposal */
    public static String render(ProposalReport report, Optional<String> pullRequest) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/report/v1");
        pullRequest.ifPresent(url -> document.put("pullRequest", url));
        document.put("title", report.title());
        document.put("image", report.image());
        document.put("repository", report.source().repository());
        document.put("commit", report.source().commit());
        document.put("shrinking", report.shrinking());
        document.put(
                "warnings", report.warnings().stream().map(JsonReport::warning).toList());
        document.put("changes", report.groups().stream().map(JsonReport::group).toList());
        document.put(
                "secureBoot",
                report.secureBoot().stream().map(JsonReport::secureBoot).toList());
        document.put("unchanged", report.unchanged());
        return CanonicalJson.write(document);
    }

    private static Map<String, Object> group(ProposalReport.Group group) {
        BaselineDiff diff = group.diff();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("chain", group.chain());
        entry.put("hardware", group.hardware());
        entry.put("first", diff.first());
        entry.put(
                "artifacts", diff.artifacts().stream().map(JsonReport::artifact).toList());
        entry.put("configuration", diff.configuration());
        entry.put("events", diff.events().stream().map(JsonReport::event).toList());
        Map<String, Object> pcrs = new LinkedHashMap<>();
        group.values()
                .forEach((hardware, values) ->
                        pcrs.put(hardware, values.stream().map(JsonReport::pcr).toList()));
        entry.put("pcrs", pcrs);
        entry.put("acceptedSets", diff.sets().accepted());
        entry.put("mixes", diff.sets().mixes());
        if (!diff.sets().leftOut().isEmpty()) {
            entry.put("mixesLeftOut", diff.sets().leftOut());
        }
        entry.put("notCovered", diff.notCovered());
        return entry;
    }

    private static Map<String, Object> secureBoot(SecureBootReport secureBoot) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("chain", secureBoot.chain());
        entry.put("hardware", secureBoot.hardware());
        entry.put("images", secureBoot.words());
        entry.put("refused", secureBoot.refused());
        entry.put("notChecked", secureBoot.unchecked());
        return entry;
    }

    private static Map<String, Object> warning(Warning warning) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", warning.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        entry.put("text", TextReport.oneLine(warning.text()));
        return entry;
    }

    private static Map<String, Object> artifact(ArtifactChange change) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", change.name());
        entry.put("origin", change.origin());
        entry.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
        entry.put("version", change.version());
        entry.put("words", change.words());
        return entry;
    }

    private static Map<String, Object> event(EventChange event) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pcr", event.pcr());
        entry.put("kind", event.kind());
        entry.put("before", event.before());
        entry.put("after", event.after());
        entry.put("because", event.because());
        return entry;
    }

    private static Map<String, Object> pcr(PcrChange pcr) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pcr", pcr.pcr());
        entry.put("changed", pcr.changed());
        entry.put("before", values(pcr.before()));
        entry.put("after", values(pcr.after()));
        entry.put("causes", pcr.causes());
        entry.put("enforced", pcr.notEnforced().isEmpty());
        entry.put("wasEnforced", pcr.wasEnforced());
        entry.put("reason", pcr.notEnforced());
        return entry;
    }

    private static Map<String, Object> values(Optional<Digests> digests) {
        Map<String, Object> values = new LinkedHashMap<>();
        digests.stream()
                .flatMap(d -> d.all().stream())
                .forEach((Digest digest) -> values.put(digest.bank().label(), digest.hex()));
        return values;
    }
}
