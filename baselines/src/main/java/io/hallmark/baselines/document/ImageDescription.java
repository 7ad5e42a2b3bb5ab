package io.hallmark.baselines.document;

import io.hallmark.measuredboot.chain.BootChain;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code hallmark.yaml} at the root of an image repository: what the nodes boot.
 *
 * @param image name of the image
 * @param artifacts where each is, by name
 * @param chains by name
 */
public record ImageDescription(
        String image, Map<String, ArtifactLocation> artifacts, Map<String, ChainDescription> chains) {
    /** The name of the file. */
    public static final String FILE = "hallmark.yaml";

    private static final String SCHEMA = "hallmark/image/v1";

    public ImageDescription {
        artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
        chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
    }

    /**
     * Reads the document.
     *
     * @param file name for messages
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static ImageDescription read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the image description");
        Schemas.checkIfGiven(fields, SCHEMA);
        String image = fields.name("image");
        Map<String, ArtifactLocation> artifacts = new LinkedHashMap<>();
        named(fields.required("artifacts"))
                .forEach((name, value) -> artifacts.put(name, LocationCodec.read(name, value)));
        Map<String, ChainDescription> chains = new LinkedHashMap<>();
        YamlValue given = fields.required("chains");
        named(given).forEach((name, value) -> chains.put(name, chain(name, value, artifacts)));
        if (chains.isEmpty()) {
            throw YamlValue.error(given.source(), "at least one chain is needed");
        }
        fields.done();
        return new ImageDescription(image, artifacts, chains);
    }

    /** The document in its canonical form. */
    public byte[] toYaml() {
        Map<String, Object> locations = new LinkedHashMap<>();
        artifacts.forEach((name, location) -> locations.put(name, LocationCodec.write(location)));
        Map<String, Object> described = new LinkedHashMap<>();
        chains.forEach((name, chain) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("hardware", chain.hardware());
            ChainCodec.write(chain.chain(), entry);
            described.put(name, entry);
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("image", image);
        document.put("artifacts", locations);
        document.put("chains", described);
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }

    /** The entries of a mapping whose keys become parts of paths. */
    private static Map<String, YamlValue> named(YamlValue value) {
        YamlValue.Mapping mapping = value.asMapping();
        mapping.keys().forEach((name, source) -> Fields.name(new YamlValue.Scalar(source, name)));
        return mapping.values();
    }

    private static ChainDescription chain(String name, YamlValue value, Map<String, ArtifactLocation> artifacts) {
        Fields fields = Fields.of(value, "chain '" + name + "'");
        List<String> hardware = fields.distinct("hardware", Fields::name);
        if (hardware.isEmpty()) {
            throw YamlValue.error(fields.source(), "chain '" + name + "' needs 'hardware: [profile, …]'");
        }
        BootChain chain = ChainCodec.read(name, fields, artifact -> artifacts.containsKey(artifact.asText()));
        fields.done();
        return new ChainDescription(hardware, chain);
    }
}
