package io.hallmark.baselines.document;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes predicted events, one a line. */
final class EventsCodec {
    private EventsCodec() {}

    static CanonicalYaml.Line line(PredictedEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("pcr", event.pcr() == LogEvent.NO_PCR ? "none" : event.pcr());
        line.put("type", event.type().name());
        if (event.provenance() instanceof Provenance.Computed computed) {
            line.put("from", "computed");
            line.put("rule", computed.rule());
            FactsCodec.put(line, "artifacts", computed.artifacts());
        } else if (event.provenance() instanceof Provenance.Copied copied) {
            line.put("from", "copied");
            line.put("event", copied.event());
        } else if (event.provenance() instanceof Provenance.Assumed assumed) {
            line.put("from", "assumed");
            line.put("reason", assumed.reason());
        }
        if (!event.description().isEmpty()) {
            line.put("what", event.description());
        }
        event.variation().ifPresent(variation -> {
            line.put("varies", variation.reason());
            variation.template().ifPresent(template -> line.put("template", template));
        });
        FactsCodec.put(line, event.digests());
        if (event.data().size() > 0) {
            line.put("data", Base64.getEncoder().encodeToString(event.data().bytes()));
        }
        return new CanonicalYaml.Line(line);
    }

    static PredictedEvent event(YamlValue value) {
        Fields fields = Fields.of(value, "the event");
        YamlValue index = fields.required("pcr");
        int pcr = index.asText().equals("none") ? LogEvent.NO_PCR : Fields.number(index, 0, PredictedEvent.LAST_PCR);
        EventType type = type(fields.required("type"));
        Provenance provenance = provenance(fields);
        String description = fields.optionalText("what").orElse("");
        Optional<String> varies = fields.optionalText("varies");
        Optional<YamlValue> template = fields.optional("template");
        if (varies.isEmpty() && template.isPresent()) {
            throw YamlValue.error(
                    template.get().source(), "an event with a 'template' varies: give the reason with 'varies'");
        }
        Digests digests = FactsCodec.digests(fields);
        Content data = fields.optional("data").map(FactsCodec::decoded).orElse(new Content(new byte[0]));
        fields.done();
        return new PredictedEvent(
                pcr,
                type,
                digests,
                data,
                description,
                provenance,
                varies.map(reason -> new Variation(reason, template.map(YamlValue::asText))));
    }

    private static Provenance provenance(Fields fields) {
        YamlValue from = fields.required("from");
        return switch (from.asText()) {
            case "computed" -> {
                String rule = fields.text("rule");
                List<String> artifacts = fields.list("artifacts", YamlValue::asText);
                yield new Provenance.Computed(rule, artifacts);
            }
            case "copied" -> new Provenance.Copied(Fields.number(fields.required("event"), 1, 999_999_999));
            case "assumed" -> new Provenance.Assumed(fields.text("reason"));
            default ->
                throw YamlValue.error(
                        from.source(), "'from' is computed, copied or assumed, not " + Quoted.of(from.asText()));
        };
    }

    private static EventType type(YamlValue value) {
        return EventType.named(value.asText())
                .orElseThrow(() -> YamlValue.error(
                        value.source(),
                        Quoted.of(value.asText()) + " is no event type: write a name such as EV_IPL, or 0x00008401"));
    }
}
