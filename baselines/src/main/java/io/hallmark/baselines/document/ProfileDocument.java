package io.hallmark.baselines.document;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code hardware/<profile>/profile.yaml}: what a class of servers is.
 *
 * @param name {@code dell-r650}
 * @param vendor for people; may be empty, as the two after it
 * @param match for people, how nodes are matched to it: SMBIOS fields with the values that they may have; no event log has
 *     them, so nothing is checked by it
 * @param logs file names of its reference logs, beside the document; the first is the template of predictions
 * @param variables file name of a dump of the firmware's variables, in the form of {@code efivars.json}
 * @param pcrs file name of the PCR values that the TPM of the first log's node reported
 * @param booted what that node booted, for the self-test
 * @param pending updates of the firmware's keys that its nodes will take, in this order
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
        Optional<Booted> booted,
        List<Pending> pending) {
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

    /**
     * An update that is pending: file names beside the document, at least one. What they are, {@link
     * io.hallmark.baselines.secureboot.KeyUpdate} says.
     */
    public record Pending(Optional<String> kek, Optional<String> db, Optional<String> dbx, Optional<String> sbatLevel) {
        /** The files, in the order in which they are applied. */
        public List<String> files() {
            return Stream.of(kek, db, dbx, sbatLevel).flatMap(Optional::stream).toList();
        }
    }

    /** Where the profile of that name lies in a baselines repository. */
    public static String path(String name) {
        return "hardware/" + name + "/" + FILE;
    }

    /**
     * The pending updates that a node has taken, by the words for that: {@code after dbx-2026-11.bin}. Each update comes
     * upon all before it.
     */
    public Map<String, List<Pending>> afterPending() {
        Map<String, List<Pending>> states = new LinkedHashMap<>();
        List<Pending> taken = new ArrayList<>();
        for (Pending update : pending) {
            taken.add(update);
            String files = taken.stream().flatMap(step -> step.files().stream()).collect(Collectors.joining(", "));
            states.put("after " + files, List.copyOf(taken));
        }
        return states;
    }

    public ProfileDocument {
        pending = List.copyOf(pending);
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
        List<Pending> pending =
                fields.filled("pending", ProfileDocument::pending).orElse(List.of());
        Optional<Booted> booted = fields.optional("booted").map(ProfileDocument::booted);
        fields.done();
        return new ProfileDocument(name, vendor, model, firmware, match, logs, variables, pcrs, booted, pending);
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
        FactsCodec.put(
                document, "pending", pending.stream().map(ProfileDocument::line).toList());
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

    private static Pending pending(YamlValue value) {
        Fields fields = Fields.of(value, "the pending update");
        Pending pending = new Pending(
                fields.optional("append-kek").map(ProfileDocument::fileName),
                fields.optional("append-db").map(ProfileDocument::fileName),
                fields.optional("append-dbx").map(ProfileDocument::fileName),
                fields.optional("sbat-level").map(ProfileDocument::fileName));
        fields.done();
        if (pending.files().isEmpty()) {
            throw YamlValue.error(
                    value.source(),
                    "the pending update says nothing: name its files under 'append-db', 'append-dbx', 'append-kek' or"
                            + " 'sbat-level'");
        }
        return pending;
    }

    private static CanonicalYaml.Line line(Pending pending) {
        Map<String, Object> line = new LinkedHashMap<>();
        pending.kek().ifPresent(file -> line.put("append-kek", file));
        pending.db().ifPresent(file -> line.put("append-db", file));
        pending.dbx().ifPresent(file -> line.put("append-dbx", file));
        pending.sbatLevel().ifPresent(file -> line.put("sbat-level", file));
        return new CanonicalYaml.Line(line);
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
