package io.hallmark.baselines.document;

import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code hallmark digest} writes where files are, so that the prediction can be made without them.
 *
 * @param files facts by file name, in the order they were given
 * @param compositions digests of bytes that a loader puts together from several files, by {@code Composition.key()}
 */
public record DigestFile(Map<String, FileFacts> files, SortedMap<String, Digests> compositions) {
    static final String SCHEMA = "hallmark/digests/v1";

    public DigestFile {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        compositions = Collections.unmodifiableSortedMap(new TreeMap<>(compositions));
    }

    /**
     * Reads the document.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static DigestFile read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the digest file");
        Schemas.check(fields, SCHEMA);
        Map<String, FileFacts> files = new LinkedHashMap<>();
        fields.required("files").asList().forEach(value -> {
            Fields entry = Fields.of(value, "the file");
            String name = entry.text("name");
            if (files.put(name, FactsCodec.read(entry)) != null) {
                throw YamlValue.error(value.source(), "file " + Quoted.of(name) + " is given twice");
            }
            entry.done();
        });
        SortedMap<String, Digests> compositions = FactsCodec.compositions(fields);
        fields.done();
        return new DigestFile(files, compositions);
    }

    /** The document in its canonical form. */
    public byte[] toYaml() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        List<Object> entries = new ArrayList<>();
        files.forEach((name, facts) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", name);
            FactsCodec.write(facts, entry);
            entries.add(entry);
        });
        document.put("files", entries);
        FactsCodec.compositions(compositions, document);
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }
}
