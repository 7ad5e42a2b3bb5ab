package io.hallmark.cli;

import io.hallmark.baselines.diff.Uncovered;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows predictions as a table or as JSON. */
final class PredictionView {
    private PredictionView() {}

    static String text(String where, Prediction prediction) {
        StringBuilder text = new StringBuilder(where).append("\n\n");
        Table pcrs = new Table().row("PCR", "value", "enforceable");
        for (PredictedPcr pcr : prediction.pcrs()) {
            pcrs.row(
                    String.valueOf(pcr.pcr()),
                    value(pcr.values()),
                    pcr.notEnforceable().map(reason -> "no: " + line(reason)).orElse("yes"));
        }
        text.append(pcrs.render()).append('\n');
        Table events = new Table().row("event", "PCR", "type", "digest", "from", "what");
        int number = 1;
        for (PredictedEvent event : prediction.events()) {
            events.row(
                    String.valueOf(number++),
                    event.pcr() < 0 ? "-" : String.valueOf(event.pcr()),
                    event.type().name(),
                    value(event.digests()).replaceAll("^(sha[0-9]+:.{12}).*", "$1…"),
                    from(event),
                    line(event.description()));
        }
        text.append(events.render());
        text.append('\n').append(Uncovered.TITLE).append(":\n");
        List<String> gaps = prediction.notCovered().isEmpty() ? List.of(Uncovered.NOTHING) : prediction.notCovered();
        gaps.forEach(gap -> text.append("  ").append(flat(gap)).append('\n'));
        return text.append('\n').toString();
    }

    static Map<String, Object> json(Prediction prediction) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "pcrs",
                prediction.pcrs().stream()
                        .map(pcr -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("pcr", pcr.pcr());
                            entry.put("values", digests(pcr.values()));
                            entry.put("enforceable", pcr.notEnforceable().isEmpty());
                            entry.put("reason", pcr.notEnforceable());
                            return entry;
                        })
                        .toList());
        document.put(
                "events", prediction.events().stream().map(PredictionView::json).toList());
        document.put("notCovered", prediction.notCovered());
        return document;
    }

    private static Map<String, Object> json(PredictedEvent event) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pcr", event.pcr());
        entry.put("type", event.type().name());
        entry.put("digests", digests(event.digests()));
        entry.put("what", event.description());
        entry.put("from", from(event));
        event.variation().ifPresent(variation -> {
            entry.put("varies", variation.reason());
            entry.put("template", variation.template());
        });
        return entry;
    }

    static Map<String, Object> digests(Digests digests) {
        Map<String, Object> byBank = new LinkedHashMap<>();
        digests.all().forEach(digest -> byBank.put(digest.bank().label(), digest.hex()));
        return byBank;
    }

    private static String from(PredictedEvent event) {
        if (event.provenance() instanceof Provenance.Computed computed) {
            return "computed: " + computed.rule()
                    + (computed.artifacts().isEmpty() ? "" : " of " + String.join(", ", computed.artifacts()));
        }
        return event.provenance() instanceof Provenance.Copied copied ? "copied: event " + copied.event() : "assumed";
    }

    private static String value(Digests digests) {
        return digests.in(Bank.SHA256)
                .or(() -> digests.all().stream().findFirst())
                .map(Digest::toString)
                .orElse("-");
    }

    private static String flat(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", " ").strip();
    }

    static String line(String text) {
        String flat = flat(text);
        return flat.length() > 120 ? flat.substring(0, 119) + "…" : flat;
    }
}
