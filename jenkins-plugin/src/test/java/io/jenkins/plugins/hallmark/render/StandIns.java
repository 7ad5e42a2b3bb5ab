package io.jenkins.plugins.hallmark.render;

import java.util.Map;
import org.apache.commons.jelly.JellyException;
import org.apache.commons.jelly.JellyTagException;
import org.apache.commons.jelly.MapTagSupport;
import org.apache.commons.jelly.Tag;
import org.apache.commons.jelly.TagLibrary;
import org.apache.commons.jelly.XMLOutput;
import org.apache.commons.jelly.impl.TagScript;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** A library of tags that stand in for those of Jenkins. A tag that it doesn't have fails the page. */
final class StandIns extends TagLibrary {
    private final String uri;
    private final Map<String, Body> tags;

    /** What a tag writes. */
    @FunctionalInterface
    interface Body {
        void write(StandIn tag, XMLOutput output) throws JellyTagException, SAXException;
    }

    StandIns(String uri, Map<String, Body> tags) {
        this.uri = uri;
        this.tags = tags;
        tags.keySet().forEach(name -> registerTagFactory(name, (tagName, attributes) -> tag(tagName)));
    }

    @Override
    public TagScript createTagScript(String name, Attributes attributes) throws JellyException {
        tag(name);
        return super.createTagScript(name, attributes);
    }

    private Tag tag(String name) throws JellyException {
        if (!tags.containsKey(name)) {
            throw new JellyException("nothing stands in for tag " + name + " of " + uri);
        }
        return new StandIn(tags.get(name));
    }

    /** A tag. */
    static final class StandIn extends MapTagSupport {
        private final Body content;

        private StandIn(Body content) {
            this.content = content;
        }

        @Override
        public void doTag(XMLOutput output) throws JellyTagException {
            try {
                content.write(this, output);
            } catch (SAXException e) {
                throw new JellyTagException(e);
            }
        }

        String text(String attribute) {
            Object value = getAttributes().get(attribute);
            return value == null ? "" : value.toString();
        }

        Object value(String attribute) {
            return getAttributes().get(attribute);
        }

        /** The body, for one of the passes in which Jenkins' layout runs it. */
        void pass(String mode, XMLOutput output) throws JellyTagException {
            context.setVariable("mode", mode);
            invokeBody(output);
        }

        /** The body, when it belongs to the pass. */
        void during(String mode, XMLOutput output) throws JellyTagException {
            if (mode.equals(context.getVariable("mode"))) {
                invokeBody(output);
            }
        }

        Object variable(String name) {
            return context.getVariable(name);
        }
    }

    /** An element with attributes, given as name, value, name, value. */
    static void open(XMLOutput output, String name, String... attributes) throws SAXException {
        AttributesImpl list = new AttributesImpl();
        for (int i = 0; i < attributes.length; i += 2) {
            list.addAttribute("", attributes[i], attributes[i], "CDATA", attributes[i + 1]);
        }
        output.startElement("", name, name, list);
    }

    static void close(XMLOutput output, String name) throws SAXException {
        output.endElement("", name, name);
    }

    static void element(XMLOutput output, String name, String text, String... attributes) throws SAXException {
        open(output, name, attributes);
        output.write(text);
        close(output, name);
    }
}
