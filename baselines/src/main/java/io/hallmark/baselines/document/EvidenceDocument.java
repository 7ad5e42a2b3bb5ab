package io.hallmark.baselines.document;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What nodes have shown: the reason to stop accepting a set. Drift reports and verifiers write it.
 *
 * @param observations sorted by baseline, node and time, none of them twice
 */
public record EvidenceDocument(List<Observation> observations) {
    static final String SCHEMA = "hallmark/evidence/v1";

    private static final Comparator<Observation> ORDER = Comparator.comparing(Observation::image)
            .thenComparing(Observation::chain)
            .thenComparing(Observation::hardware)
            .thenComparing(Observation::node)
            .thenComparing(Observation::seen)
            .thenComparing(observation -> observation.set().orElse(""))
            .thenComparing(Observation::from);

    /**
     * What one node has shown at one time.
     *
     * @param node name of the node, as its observer knows it
     * @param image of the baseline that the node is held to
     * @param chain of that baseline
     * @param hardware profile of that baseline
     * @param set the fingerprint of the accepted set that it showed; empty when it showed none of them
     * @param seen when, to the second
     * @param from who says so: {@code hallmark drift}, the name of a verifier
     */
    public record Observation(
            String node, String image, String chain, String hardware, Optional<String> set, Instant seen, String from) {
        public Observation {
            seen = Times.whole(seen);
        }

        /** Whether it is of a node that is held to that baseline. */
        public boolean isOf(BaselineDocument baseline) {
            return image.equals(baseline.image())
                    && chain.equals(baseline.chain())
                    && hardware.equals(baseline.hardware());
        }
    }

    public EvidenceDocument {
        List<Observation> sorted =
                new ArrayList<>(observations.stream().distinct().toList());
        sorted.sort(ORDER);
        observations = List.copyOf(sorted);
    }

    /**
     * Reads the document.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static EvidenceDocument read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the evidence");
        Schemas.check(fields, SCHEMA);
        fields.required("observations");
        List<Observation> observations = fields.list("observations", EvidenceDocument::observation);
        fields.done();
        return new EvidenceDocument(observations);
    }

    /** The document in its canonical form. */
    public byte[] toYaml() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put(
                "observations",
                observations.stream().map(EvidenceDocument::line).toList());
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }

    private static Observation observation(YamlValue value) {
        Fields fields = Fields.of(value, "the observation");
        Observation observation = new Observation(
                fields.text("node"),
                fields.name("image"),
                fields.name("chain"),
                fields.name("hardware"),
                fields.optional("set").map(v -> Hex.read(v, Hex.SHA256, "SHA-256 digest in hex")),
                Times.read(fields.required("seen")),
                fields.text("from"));
        fields.done();
        return observation;
    }

    private static CanonicalYaml.Line line(Observation observation) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("node", observation.node());
        line.put("image", observation.image());
        line.put("chain", observation.chain());
        line.put("hardware", observation.hardware());
        observation.set().ifPresent(set -> line.put("set", set));
        line.put("seen", observation.seen().toString());
        line.put("from", observation.from());
        return new CanonicalYaml.Line(line);
    }
}
