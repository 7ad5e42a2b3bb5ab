package io.hallmark.baselines.document;

import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Digest;
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
 * @param verity images whose root hash chains may refer to, by name
 * @param chains by name
 */
public record ImageDescription(
        String image,
        Map<String, ArtifactLocation> artifacts,
        Map<String, VerityImage> verity,
        Map<String, ChainDescription> chains) {
    /** The name of the file. */
    public static final String FILE = "hallmark.yaml";

    private static final String SCHEMA = "hallmark/image/v1";

    public ImageDescription {
        artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
        verity = Collections.unmodifiableMap(new LinkedHashMap<>(verity));
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
        Map<String, VerityImage> verity = new LinkedHashMap<>();
        fields.optional("verity")
                .ifPresent(images ->
                        named(images).forEach((name, value) -> verity.put(name, VerityImage.read(name, value))));
        Map<String, ChainDescription> chains = new LinkedHashMap<>();
        YamlValue given = fields.required("chains");
        named(given).forEach((name, value) -> {
            ChainDescription chain = chain(name, value, artifacts);
            for (String reference : VerityReferences.in(chain.chain())) {
                if (!verity.containsKey(reference)) {
                    throw YamlValue.error(
                            value.source(),
                            "there is no verity image " + Quoted.of(reference) + "; add it under 'verity'");
                }
            }
            chains.put(name, chain);
        });
        if (chains.isEmpty()) {
            throw YamlValue.error(given.source(), "at least one chain is needed");
        }
        fields.done();
        return new ImageDescription(image, artifacts, verity, chains);
    }

    /**
     * The same with root hashes in place of {@code ${verity:name}}.
     *
     * @param rootHashes one for each of {@code verity}
     */
    public ImageDescription withRootHashes(Map<String, Digest> rootHashes) {
        Map<String, ChainDescription> resolved = new LinkedHashMap<>();
        chains.forEach((name, chain) -> resolved.put(
                name, new ChainDescription(chain.hardware(), VerityReferences.resolved(chain.chain(), rootHashes))));
        return new ImageDescription(image, artifacts, verity, resolved);
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
        if (!verity.isEmpty()) {
            Map<String, Object> images = new LinkedHashMap<>();
            verity.forEach((name, of) -> images.put(name, of.write()));
            document.put("verity", images);
        }
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
