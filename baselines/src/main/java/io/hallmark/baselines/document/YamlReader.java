package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML into values with their places. Nodes are composed, never constructed: no data becomes an object. */
public final class YamlReader {
    /**
     * The parser copies what it has read of a line each time it reads a kibibyte more, so a line costs the square of its
     * length. This is the sum of all squares: one line of 2 MiB, or thousands of those that an event's data makes.
     */
    private static final double MOST_COPIED = Math.pow(2 * 1024 * 1024, 2);

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
    public static YamlValue read(String file, byte[] bytes) {
        YamlReader reader = new YamlReader(file);
        Source start = new Source(file, 1, 1);
        try {
            Node root = reader.compose(DocumentText.of(file, bytes));
            if (root == null) {
                throw YamlValue.error(start, "the document is empty");
            }
            return reader.value(root);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw notYaml(mark == null ? start : StrictEvents.place(file, mark), e.getProblem(), e);
        } catch (YAMLException e) {
            throw notYaml(start, e.getMessage(), e);
        }
    }

    private static BaselinesException notYaml(Source place, String problem, YAMLException cause) {
        return new BaselinesException(place + ": no valid YAML: " + Quoted.line(String.valueOf(problem)), cause);
    }

    private Node compose(String text) {
        refuseUnprintable(text);
        refuseLongLines(text);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(DocumentText.MOST_BYTES);
        options.setNestingDepthLimit(DocumentText.DEEPEST + 1);
        ParserImpl parser = new ParserImpl(new StreamReader(text), options);
        return new Composer(new StrictEvents(parser, file), new Resolver(), options).getSingleNode();
    }

    /** YAML's reader refuses these as well, but does not say in which line. */
    private void refuseUnprintable(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                throw YamlValue.error(
                        DocumentText.place(file, text, i),
                        "the character " + Quoted.of(Character.toString(c))
                                + " is not allowed in YAML; write it as an escape in double quotes");
            }
            i += Character.charCount(c);
        }
    }

    private void refuseLongLines(String text) {
        double copied = 0;
        for (int start = 0; start < text.length(); ) {
            int end = start;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            copied += Math.pow(end - start, 2);
            if (copied > MOST_COPIED) {
                throw YamlValue.error(
                        DocumentText.place(file, text, start),
                        "this line has " + (end - start) + " characters, more than are read in a document with so many"
                                + " long lines; keep large content out of it");
            }
            start = end + 1;
        }
    }

    private YamlValue value(Node node) {
        Source source = source(node);
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
            YamlValue.Mapping.put(keys, key.getValue(), at);
            values.put(key.getValue(), value(entry.getValueNode()));
        }
        return new YamlValue.Mapping(source, Collections.unmodifiableMap(values), Collections.unmodifiableMap(keys));
    }

    private Source source(Node node) {
        return StrictEvents.place(file, node.getStartMark());
    }
}
