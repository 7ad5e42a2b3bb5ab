package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as Ruby writes its objects: {@code !ruby/object:Puppet::Transaction::Report}. Tags are passed over and nothing is made
 * from them: a value is a text, a list or a mapping, and is looked at only where it is asked for.
 */
final class TaggedYaml {
    /** Reports of nodes with thousands of resources stay below. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private static final int DEEPEST = 50;

    private final String where;
    private final Node node;

    private TaggedYaml(String where, Node node) {
        this.where = where;
        this.node = node;
    }

    /** @throws BaselinesException naming the file, when it is no YAML or too large */
    static TaggedYaml read(String file, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new BaselinesException(file + ": it has " + bytes.length + " bytes, more than a report has");
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_BYTES);
        options.setNestingDepthLimit(DEEPEST);
        try {
            StreamReader reader = new StreamReader(new String(bytes, StandardCharsets.UTF_8));
            Node root = new Composer(new ParserImpl(reader, options), new Resolver(), options).getSingleNode();
            if (root == null) {
                throw new BaselinesException(file + ": it is empty; has the run ended?");
            }
            return new TaggedYaml(file, root);
        } catch (YAMLException e) {
            throw new BaselinesException(file + ": no valid YAML: " + Quoted.line(String.valueOf(e.getMessage())), e);
        }
    }

    /** The value of a key; empty when this is no mapping, has no such key, or has nothing behind it. */
    Optional<TaggedYaml> get(String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    return Optional.of(new TaggedYaml(where + ": " + key, entry.getValueNode()))
                            .filter(value -> !value.isNothing());
                }
            }
        }
        return Optional.empty();
    }

    /** The value of a key that must be there. */
    TaggedYaml require(String key) {
        return get(key).orElseThrow(() ->
                new BaselinesException(where + ": '" + key + "' is missing; is it a report of Puppet 7 or later?"));
    }

    /** All entries of a mapping. */
    void each(BiConsumer<String, TaggedYaml> entries) {
        if (!(node instanceof MappingNode mapping)) {
            throw new BaselinesException(where + ": a mapping is expected");
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode name) {
                entries.accept(name.getValue(), new TaggedYaml(where + ": " + name.getValue(), entry.getValueNode()));
            }
        }
    }

    /** All items of a list; none when it is no list. */
    List<TaggedYaml> items() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream()
                        .map(item -> new TaggedYaml(where, item))
                        .toList()
                : List.of();
    }

    String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new BaselinesException(where + ": a text is expected");
    }

    boolean isTrue() {
        return node instanceof ScalarNode scalar && scalar.getValue().equals("true");
    }

    int number() {
        if (text().matches("[0-9]{1,9}")) {
            return Integer.parseInt(text());
        }
        throw new BaselinesException(where + ": " + Quoted.of(text()) + " is no number");
    }

    private boolean isNothing() {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("~")
                        || scalar.getValue().equals("null"));
    }
}
