package io.hallmark.baselines.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes where an artifact is. */
final class LocationCodec {
    private LocationCodec() {}

    /** @param name of the artifact, for messages */
    static ArtifactLocation read(String name, YamlValue value) {
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

    /** A path stands plain, all else as a mapping on one line. */
    static Object write(ArtifactLocation location) {
        Map<String, Object> line = new LinkedHashMap<>();
        if (location instanceof ArtifactLocation.InRepository file) {
            return file.path();
        } else if (location instanceof ArtifactLocation.BuildOutput output) {
            line.put("output", output.path());
        } else if (location instanceof ArtifactLocation.Download download) {
            line.put("url", download.url());
            line.put("sha256", download.sha256());
        } else if (location instanceof ArtifactLocation.InDigestFile digests) {
            line.put("digests", digests.path());
            digests.file().ifPresent(file -> line.put("file", file));
        }
        return new CanonicalYaml.Line(line);
    }

    private static String url(YamlValue value) {
        if (!value.asText().matches("(https?|file)://\\S+")) {
            throw YamlValue.error(value.source(), Quoted.of(value.asText()) + " is no https, http or file URL");
        }
        return value.asText();
    }
}
