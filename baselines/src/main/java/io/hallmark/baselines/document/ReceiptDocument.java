package io.hallmark.baselines.document;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one target was brought to by one publication. It holds digests and replies, never what was sent.
 *
 * @param target name in the settings
 * @param kind of the target
 * @param commit that the target holds since, a full object id; in part where something is refused
 * @param published when the last of it was read back, to the second
 * @param items that the target holds for that commit, and those that were removed
 * @param refused the names of what the target could not be brought to
 * @param words what the target said of the whole, one line each
 */
public record ReceiptDocument(
        String target,
        String kind,
        String commit,
        Instant published,
        List<Item> items,
        List<String> refused,
        List<String> words) {
    static final String SCHEMA = "hallmark/receipt/v1";

    private static final List<String> ACTIONS = List.of("create", "update", "remove", "keep");

    /**
     * One thing that the target holds.
     *
     * @param name that the target knows it by
     * @param action {@code create}, {@code update}, {@code remove} or {@code keep}
     * @param sha256 of what is held, in hex; empty for what was removed
     * @param reply of the target, one line; empty for what was kept
     */
    public record Item(String name, String action, Optional<String> sha256, String reply) {}

    public ReceiptDocument {
        published = Times.whole(published);
        items = List.copyOf(items);
        refused = List.copyOf(refused);
        words = List.copyOf(words);
    }

    /**
     * Reads the document.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static ReceiptDocument read(String file, byte[] bytes) {
        Fields fields = Fields.of(YamlReader.read(file, bytes), "the receipt");
        Schemas.check(fields, SCHEMA);
        String target = fields.name("target");
        String kind = fields.name("kind");
        String commit = Hex.read(fields.required("commit"), Hex.COMMIT, "commit id of 40 hex digits");
        Instant published = Times.read(fields.required("published"));
        fields.required("items");
        Map<String, Source> names = new LinkedHashMap<>();
        List<Item> items = fields.list("items", value -> {
            Item item = item(value);
            YamlValue.Mapping.put(names, item.name(), value.source());
            return item;
        });
        List<String> refused = fields.list("refused", YamlValue::asText);
        List<String> words = fields.list("words", YamlValue::asText);
        fields.done();
        return new ReceiptDocument(target, kind, commit, published, items, refused, words);
    }

    /** The commit, if the target holds the whole of it. */
    public Optional<String> holds() {
        return Optional.of(commit).filter(id -> refused.isEmpty());
    }

    /** The document in its canonical form. */
    public byte[] toYaml() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("target", target);
        document.put("kind", kind);
        document.put("commit", commit);
        document.put("published", published.toString());
        document.put("items", items.stream().map(ReceiptDocument::line).toList());
        FactsCodec.put(document, "refused", refused);
        FactsCodec.put(document, "words", words);
        return CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether both say that the target holds the same, whenever and however it came there. */
    public boolean holdsTheSameAs(ReceiptDocument other) {
        return target.equals(other.target)
                && commit.equals(other.commit)
                && held().equals(other.held())
                && refused.equals(other.refused);
    }

    private Map<String, String> held() {
        Map<String, String> held = new LinkedHashMap<>();
        items.forEach(item -> item.sha256().ifPresent(digest -> held.put(item.name(), digest)));
        return held;
    }

    private static Item item(YamlValue value) {
        Fields fields = Fields.of(value, "the item");
        String name = fields.text("name");
        YamlValue action = fields.required("action");
        if (!ACTIONS.contains(action.asText())) {
            throw YamlValue.error(action.source(), Fields.unknown("action", action.asText(), "the item", ACTIONS));
        }
        Optional<String> sha256 = fields.optional("sha256").map(v -> Hex.read(v, Hex.SHA256, "SHA-256 digest in hex"));
        String reply = fields.optionalText("reply").orElse("");
        fields.done();
        return new Item(name, action.asText(), sha256, reply);
    }

    private static CanonicalYaml.Line line(Item item) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", item.name());
        line.put("action", item.action());
        item.sha256().ifPresent(digest -> line.put("sha256", digest));
        if (!item.reply().isEmpty()) {
            line.put("reply", item.reply());
        }
        return new CanonicalYaml.Line(line);
    }
}
