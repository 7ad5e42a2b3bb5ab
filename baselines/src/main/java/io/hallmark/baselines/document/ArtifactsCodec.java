package io.hallmark.baselines.document;

import io.hallmark.measuredboot.artifact.Artifact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes a list of artifacts with their facts. */
final class ArtifactsCodec {
    private ArtifactsCodec() {}

    static List<Artifact> read(Fields fields) {
        Map<String, Source> names = new LinkedHashMap<>();
        return fields.list("artifacts", value -> {
            Fields artifact = Fields.of(value, "the artifact");
            Artifact read = new Artifact(artifact.name("name"), artifact.text("origin"), FactsCodec.read(artifact));
            artifact.done();
            YamlValue.Mapping.put(names, read.name(), value.source());
            return read;
        });
    }

    static void write(List<Artifact> artifacts, Map<String, Object> document) {
        document.put(
                "artifacts",
                artifacts.stream()
                        .map(artifact -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("name", artifact.name());
                            entry.put("origin", artifact.origin());
                            FactsCodec.write(artifact.facts(), entry);
                            return entry;
                        })
                        .toList());
    }
}
