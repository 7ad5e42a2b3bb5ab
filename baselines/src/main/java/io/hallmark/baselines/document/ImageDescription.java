package io.hallmark.baselines.document;

import io.hallmark.measuredboot.chain.BootChain;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Schemas.checkIfGiven(fields, "hallmark/image/v1");
        String image = fields.name("image");
        Map<String, ArtifactLocation> artifacts = new LinkedHashMap<>();
        fields.required("artifacts")
                .asMapping()
                .values()
                .forEach((name, value) -> artifacts.put(artifactName(name, value), location(name, value)));
        Map<String, ChainDescription> chains = new LinkedHashMap<>();
        YamlValue.Mapping chainFields = fields.required("chains").asMapping();
        chainFields.values().forEach((name, value) -> {
            Fields.name(new YamlValue.Scalar(chainFields.keys().get(name), name));
            chains.put(name, chain(name, value, artifacts));
        });
        if (chains.isEmpty()) {
            throw YamlValue.error(chainFields.source(), "at least one chain is needed");
        }
        fields.done();
        return new ImageDescription(image, artifacts, chains);
    }

    private static String artifactName(String name, YamlValue value) {
        return Fields.name(new YamlValue.Scalar(value.source(), name));
    }

    private static ArtifactLocation location(String name, YamlValue value) {
        if (value instanceof YamlValue.Scalar path) {
            return new ArtifactLocation.InRepository(RelativePath.of(path), value.source());
        }
        Fields fields = Fields.of(value, "artifact '" + name + "'");
        Optional<YamlValue> url = fields.optional("url");
        Optional<YamlValue> sha256 = fields.optional("sha256");
        Optional<YamlValue> digests = fields.optional("digests");
        Optional<YamlValue> output = fields.optional("output");
        Optional<String> file = digests.isPresent() ? fields.optionalText("file") : Optional.empty();
        fields.done();
        if (List.of(url, digests, output).stream().filter(Optional::isPresent).count() != 1
                || url.isPresent() != sha256.isPresent()) {
            throw YamlValue.error(
                    value.source(),
                    "artifact '" + name + "' is a path, {url: …, sha256: …}, {output: path of a build's output} or"
                            + " {digests: path of a digest file}");
        }
        if (url.isPresent()) {
            return new ArtifactLocation.Download(
                    url(url.get()), FactsCodec.sha256(sha256.orElseThrow()), value.source());
        }
        return digests.isPresent()
                ? new ArtifactLocation.InDigestFile(RelativePath.of(digests.get()), file, value.source())
                : new ArtifactLocation.BuildOutput(RelativePath.of(output.orElseThrow()), value.source());
    }

    private static String url(YamlValue value) {
        if (!value.asText().matches("(https?|file)://\\S+")) {
            throw YamlValue.error(value.source(), "'" + value.asText() + "' is no https, http or file URL");
        }
        return value.asText();
    }

    private static ChainDescription chain(String name, YamlValue value, Map<String, ArtifactLocation> artifacts) {
        Fields fields = Fields.of(value, "chain '" + name + "'");
        List<String> hardware = fields.list("hardware", Fields::name);
        if (hardware.isEmpty()) {
            throw YamlValue.error(fields.source(), "chain '" + name + "' needs 'hardware: [profile, …]'");
        }
        BootChain chain = ChainCodec.read(name, fields, artifact -> artifacts.containsKey(artifact.asText()));
        fields.done();
        return new ChainDescription(hardware, chain);
    }
}
