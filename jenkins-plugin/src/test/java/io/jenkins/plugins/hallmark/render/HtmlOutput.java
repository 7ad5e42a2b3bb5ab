package io.jenkins.plugins.hallmark.render;

import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Writes HTML. It escapes all text, as Jenkins does for views that say {@code escape-by-default}. */
final class HtmlOutput extends DefaultHandler {
    private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "link", "meta");

    private final StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) {
        html.append('<').append(name);
        for (int i = 0; i < attributes.getLength(); i++) {
            html.append(' ').append(attributes.getQName(i)).append("=\"");
            html.append(escaped(attributes.getValue(i)).replace("\"", "&quot;")).append('"');
        }
        html.append('>');
    }

    @Override
    public void endElement(String uri, String localName, String name) {
        if (!VOID.contains(name)) {
            html.append("</").append(name).append('>');
        }
    }

    @Override
    public void characters(char[] text, int start, int length) {
        html.append(escaped(new String(text, start, length)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    String html() {
        return html.toString();
    }
}
