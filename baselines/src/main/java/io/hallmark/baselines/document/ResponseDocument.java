package io.hallmark.baselines.document;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code response.yaml}: what happens to a node that fails attestation.
 *
 * @param quarantine whether it is cut off from the network
 * @param reprovisionAttempts how often it is provisioned anew before people are asked, 0 to 10
 * @param notified whom to tell, as people wrote it
 */
public record ResponseDocument(boolean quarantine, int reprovisionAttempts, List<String> notified) {
    /** The name of the file. */
    public static final String FILE = "response.yaml";

    static final String SCHEMA = "hallmark/response/v1";

    public ResponseDocument {
        notified = List.copyOf(notified);
    }

    /**
     * Reads the document.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static ResponseDocument read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the response");
        Schemas.check(fields, SCHEMA);
        Fields failure = Fields.of(fields.required("on-failure"), "'on-failure'");
        boolean quarantine = failure.optional("quarantine").map(Fields::flag).orElse(true);
        int attempts = failure.optional("reprovision")
                .map(value -> {
                    Fields reprovision = Fields.of(value, "'reprovision'");
                    int number = Fields.number(reprovision.required("attempts"), 0, 10);
                    reprovision.done();
                    return number;
                })
                .orElse(0);
        List<String> notify = failure.list("notify", YamlValue::asText);
        failure.done();
        fields.done();
        return new ResponseDocument(quarantine, attempts, notify);
    }

    /** The document in its canonical form. */
    public byte[] toYaml() {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("quarantine", quarantine);
        failure.put("reprovision", new CanonicalYaml.Line(Map.of("attempts", reprovisionAttempts)));
        failure.put("notify", notified);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("on-failure", failure);
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }
}
