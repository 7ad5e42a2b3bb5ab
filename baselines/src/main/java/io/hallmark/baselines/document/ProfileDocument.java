package io.hallmark.baselines.document;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code hardware/<profile>/profile.yaml}: what a class of servers is.
 *
 * @param name {@code dell-r650}
 * @param vendor for people; may be empty, as the two after it
 * @param match how nodes are matched to it: SMBIOS fields with the values that they may have
 * @param logs file names of its reference logs, beside the document; the first is the template of predictions
 * @param variables file name of a dump of the firmware's variables, in the form of {@code efivars.json}
 * @param pcrs file name of the PCR values that the TPM of the first log's node reported
 * @param booted what that node booted, for the self-test
 */
public record ProfileDocument(
        String name,
        String vendor,
        String model,
        String firmware,
        Map<String, List<String>> match,
        List<String> logs,
        Optional<String> variables,
        Optional<String> pcrs,
        Optional<Booted> booted) {
    /** The name of the file. */
    public static final String FILE = "profile.yaml";

    static final String SCHEMA = "hallmark/profile/v1";
    private static final String DEFAULT_LOG = "eventlog.bin";
    private static final List<String> MATCH_FIELDS =
            List.of("manufacturer", "product", "version", "sku", "bios-version", "board");

    /** The chain that a reference log's node went through, with the artifacts as they were then. */
    public record Booted(BootChain chain, List<Artifact> artifacts, SortedMap<String, Digests> compositions) {
        public Booted {
            artifacts = List.copyOf(artifacts);
            compositions = Collections.unmodifiableSortedMap(new TreeMap<>(compositions));
        }
    }

    public ProfileDocument {
        match = Collections.unmodifiableMap(new LinkedHashMap<>(match));
        logs = List.copyOf(logs);
    }

    /**
     * Reads the document.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static ProfileDocument read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the hardware profile");
        Schemas.check(fields, SCHEMA);
        String name = fields.name("name");
        String vendor = fields.optionalText("vendor").orElse("");
        String model = fields.optionalText("model").orElse("");
        String firmware = fields.optionalText("firmware").orElse("");
        Map<String, List<String>> match = new LinkedHashMap<>();
        fields.optional("match").ifPresent(value -> match(value, match));
        List<String> logs = fields.filled("logs", ProfileDocument::fileName).orElse(List.of(DEFAULT_LOG));
        Optional<String> variables = fields.optional("variables").map(ProfileDocument::fileName);
        Optional<String> pcrs = fields.optional("pcrs").map(ProfileDocument::fileName);
        Optional<Booted> booted = fields.optional("booted").map(ProfileDocument::booted);
        fields.done();
        return new ProfileDocument(name, vendor, model, firmware, match, logs, variables, pcrs, booted);
    }

    /** The document in its canonical form. */
    public byte[] toYaml() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("name", name);
        document.put("vendor", vendor);
        document.put("model", model);
        document.put("firmware", firmware);
        if (!match.isEmpty()) {
            document.put("match", new LinkedHashMap<String, Object>(match));
        }
        document.put("logs", logs);
        variables.ifPresent(fileName -> document.put("variables", fileName));
        pcrs.ifPresent(fileName -> document.put("pcrs", fileName));
        booted.ifPresent(b -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("chain", b.chain().name());
            ChainCodec.write(b.chain(), entry);
            ArtifactsCodec.write(b.artifacts(), entry);
            FactsCodec.compositions(b.compositions(), entry);
            document.put("booted", entry);
        });
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }

    private static void match(YamlValue value, Map<String, List<String>> match) {
        Fields fields = Fields.of(value, "'match'");
        for (String name : MATCH_FIELDS) {
            Optional<YamlValue> given = fields.optional(name);
            if (given.isPresent() && given.get() instanceof YamlValue.Scalar text) {
                match.put(name, List.of(text.text()));
            } else {
                fields.filled(name, YamlValue::asText).ifPresent(values -> match.put(name, values));
            }
        }
        fields.done();
    }

    private static Booted booted(YamlValue value) {
        Fields fields = Fields.of(value, "'booted'");
        String name = fields.name("chain");
        List<Artifact> artifacts = ArtifactsCodec.read(fields);
        BootChain chain = ChainCodec.read(
                name,
                fields,
                reference -> artifacts.stream().anyMatch(a -> a.name().equals(reference.asText())));
        Booted booted = new Booted(chain, artifacts, FactsCodec.compositions(fields));
        fields.done();
        return booted;
    }

    /** A file beside the document. */
    private static String fileName(YamlValue value) {
        String path = RelativePath.of(value);
        if (path.indexOf('/') >= 0) {
            throw YamlValue.error(value.source(), Quoted.of(path) + " must be the name of a file beside the profile");
        }
        return path;
    }
}
