package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event that a log must have.
 *
 * @param type name of its type
 * @param what is measured, in a few words
 * @param origin where the digest comes from, in words
 * @param digests in every bank of the reference state; none when the event varies
 * @param varies why it differs from node to node or boot to boot
 * @param template the text that its digest must be of, where the log has that
 */
record ExpectedEvent(
        String type,
        String what,
        String origin,
        Digests digests,
        Optional<String> varies,
        Optional<TextTemplate> template) {
    private static final int LONGEST_WORDS = 300;

    static ExpectedEvent of(PredictedEvent event, List<Bank> banks) {
        boolean varies = event.variation().isPresent();
        return new ExpectedEvent(
                event.type().name(),
                shortened(event.description()),
                shortened(origin(event.provenance())),
                varies ? Digests.none() : event.digests().only(banks),
                event.variation().map(variation -> shortened(variation.reason())),
                TextTemplate.of(event));
    }

    /** Whether a log may have any digest in its place. */
    boolean acceptsAnything() {
        return varies.isPresent() && template.isEmpty();
    }

    private static String origin(Provenance provenance) {
        if (provenance instanceof Provenance.Computed computed) {
            return computed.artifacts().isEmpty()
                    ? "the image's description (rule " + computed.rule() + ")"
                    : "artifact " + String.join(", ", computed.artifacts());
        }
        if (provenance instanceof Provenance.Copied copied) {
            return "event " + copied.event() + " of the reference log";
        }
        return "an assumption";
    }

    /** Words for people; verifiers repeat them in alarms. */
    static String shortened(String words) {
        return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS - 3) + "...";
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        json.put("what", what);
        json.put("origin", origin);
        varies.ifPresentOrElse(reason -> json.put("varies", reason), () -> json.put("digests", digestsJson()));
        template.ifPresent(text -> json.put("template", text.json()));
        return json;
    }

    private Map<String, Object> digestsJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        digests.all().forEach(digest -> json.put(digest.bank().label(), digest.hex()));
        return json;
    }
}
