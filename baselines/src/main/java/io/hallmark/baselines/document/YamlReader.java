package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML into values with their places; JSON is read as well, being YAML. Anchors, aliases and tags are refused. */
final class YamlReader {
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final int DEEPEST = 40;
    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ);

    private final String file;

    private YamlReader(String file) {
        this.file = file;
    }

    /**
     * Reads one document.
     *
     * @param file name for messages
     * @throws BaselinesException with line and column when it is no YAML, or YAML that is not allowed here
     */
    static YamlValue read(String file, byte[] bytes) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        YamlReader reader = new YamlReader(file);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(reader.text(bytes)));
            if (root == null) {
                throw new BaselinesException(file + ":1:1: the document is empty");
            }
            return reader.value(root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            int column = e.getProblemMark() == null ? 1 : e.getProblemMark().getColumn() + 1;
            throw new BaselinesException(file + ":" + line + ":" + column + ": no valid YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new BaselinesException(file + ":1:1: no valid YAML: " + firstLine(e.getMessage()), e);
        }
    }

    private String text(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new BaselinesException(file + ": the document has " + bytes.length + " bytes, more than " + LARGEST);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BaselinesException(file + ": the document is not UTF-8 text", e);
        }
    }

    private YamlValue value(Node node) {
        Source source = source(node);
        if (node.getAnchor() != null) {
            throw YamlValue.error(source, "anchors and aliases are not allowed; write the value out");
        }
        if (!TAGS.contains(node.getTag())) {
            throw YamlValue.error(
                    source, "the tag " + node.getTag().getValue() + " is not allowed; write plain values");
        }
        if (node instanceof ScalarNode scalar) {
            return new YamlValue.Scalar(source, scalar.getValue());
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlValue> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(value(item)));
            return new YamlValue.Sequence(source, Collections.unmodifiableList(items));
        }
        return mapping((MappingNode) node, source);
    }

    private YamlValue mapping(MappingNode node, Source source) {
        Map<String, YamlValue> values = new LinkedHashMap<>();
        Map<String, Source> keys = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            Source at = source(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw YamlValue.error(at, "a name is expected before the colon");
            }
            if (keys.containsKey(key.getValue())) {
                throw YamlValue.error(
                        at,
                        "'" + key.getValue() + "' is given twice; it stands already at line "
                                + keys.get(key.getValue()).line());
            }
            keys.put(key.getValue(), at);
            values.put(key.getValue(), value(entry.getValueNode()));
        }
        return new YamlValue.Mapping(source, Collections.unmodifiableMap(values), Collections.unmodifiableMap(keys));
    }

    private Source source(Node node) {
        return new Source(
                file, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
