package io.hallmark.baselines.document;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * The events of a YAML parser, as long as they are those of a plain document: no anchors, aliases and tags, keys
 * included, and neither too deep nor too many. It stands before the composer, so that nothing is built of the others.
 */
final class StrictEvents implements Parser {
    private final Parser events;
    private final String file;
    private int depth;
    private int values;

    StrictEvents(Parser events, String file) {
        this.events = events;
        this.file = file;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return events.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return events.peekEvent();
    }

    @Override
    public Event getEvent() {
        Event event = events.getEvent();
        if (event instanceof NodeEvent node) {
            check(node);
        }
        if (event instanceof CollectionStartEvent && ++depth > DocumentText.DEEPEST) {
            throw YamlValue.error(place(event), "the document is nested deeper than " + DocumentText.DEEPEST);
        }
        if (event instanceof CollectionEndEvent) {
            depth--;
        }
        return event;
    }

    private void check(NodeEvent node) {
        if (node.getAnchor() != null) {
            throw YamlValue.error(place(node), "anchors and aliases are not allowed; write the value out");
        }
        String tag = null;
        if (node instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (node instanceof CollectionStartEvent collection) {
            tag = collection.getTag();
        }
        if (tag != null) {
            throw YamlValue.error(place(node), "the tag " + Quoted.of(tag) + " is not allowed; write plain values");
        }
        if (++values > DocumentText.MOST_VALUES) {
            throw YamlValue.error(place(node), "the document has more than " + DocumentText.MOST_VALUES + " values");
        }
    }

    private Source place(Event event) {
        return place(file, event.getStartMark());
    }

    static Source place(String file, Mark mark) {
        return new Source(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
