package io.jenkins.plugins.hallmark.render;

import static io.jenkins.plugins.hallmark.render.StandIns.close;
import static io.jenkins.plugins.hallmark.render.StandIns.element;
import static io.jenkins.plugins.hallmark.render.StandIns.open;

import io.jenkins.plugins.hallmark.render.StandIns.StandIn;
import java.lang.reflect.ParameterizedType;
import java.util.Map;
import org.apache.commons.jelly.JellyContext;
import org.apache.commons.jelly.JellyTagException;
import org.apache.commons.jelly.XMLOutput;
import org.xml.sax.SAXException;

/** Stand-ins for the tags of Jenkins' forms: each field with its title as the label. What Jenkins' own tags add is not seen. */
final class FormTags {
    private static final String FIELD = "hallmarkField";
    private static final String OWNER = "hallmarkOwner";

    private final Nested nested;
    private int fields;

    /** Writes the form of a type into one that holds several of it. */
    @FunctionalInterface
    interface Nested {
        void write(Class<?> type, JellyContext context, XMLOutput output) throws JellyTagException, SAXException;
    }

    FormTags(Nested nested) {
        this.nested = nested;
    }

    /** Fields of a form are those of this type. */
    static void of(Class<?> type, JellyContext context) {
        context.setVariable(OWNER, type);
    }

    StandIns form() {
        return new StandIns(
                "/lib/form",
                Map.of(
                        "section", FormTags::section,
                        "entry", this::entry,
                        "textbox", (tag, output) -> input(tag, output, "text"),
                        "number", (tag, output) -> input(tag, output, "number"),
                        "checkbox", this::checkbox,
                        "select", FormTags::select,
                        "repeatableProperty", this::repeatable,
                        "repeatableDeleteButton", (tag, output) -> button(output, "Delete"),
                        "validateButton", (tag, output) -> button(output, tag.text("title"))));
    }

    StandIns credentials() {
        return new StandIns("/lib/credentials", Map.of("select", FormTags::select));
    }

    private static void section(StandIn tag, XMLOutput output) throws JellyTagException, SAXException {
        open(output, "section");
        element(output, "h2", tag.text("title"));
        tag.invokeBody(output);
        close(output, "section");
    }

    private void entry(StandIn tag, XMLOutput output) throws JellyTagException, SAXException {
        fields++;
        tag.getContext().setVariable(FIELD, "field-" + fields);
        open(output, "div", "class", "jenkins-form-item");
        if (!tag.text("title").isEmpty()) {
            element(output, "label", tag.text("title"), "for", "field-" + fields, "data-field", tag.text("field"));
        }
        tag.invokeBody(output);
        close(output, "div");
    }

    private static String id(StandIn tag) {
        return String.valueOf(tag.variable(FIELD));
    }

    private static void input(StandIn tag, XMLOutput output, String type) throws SAXException {
        open(output, "input", "type", type, "id", id(tag), "value", tag.text("default"));
        close(output, "input");
    }

    private void checkbox(StandIn tag, XMLOutput output) throws SAXException {
        open(output, "input", "type", "checkbox", "id", id(tag));
        close(output, "input");
        element(output, "label", tag.text("title"), "for", id(tag));
    }

    private static void select(StandIn tag, XMLOutput output) throws SAXException {
        open(output, "select", "id", id(tag));
        element(output, "option", tag.text("default").isEmpty() ? "one" : tag.text("default"));
        close(output, "select");
    }

    private static void button(XMLOutput output, String title) throws SAXException {
        element(output, "button", title, "type", "button");
    }

    /** With one of what it may hold. */
    private void repeatable(StandIn tag, XMLOutput output) throws JellyTagException, SAXException {
        open(output, "fieldset", "id", id(tag));
        element(output, "legend", tag.text("header"));
        nested.write(held((Class<?>) tag.variable(OWNER), tag.text("field")), tag.getContext(), output);
        button(output, tag.text("add"));
        close(output, "fieldset");
    }

    private static Class<?> held(Class<?> owner, String field) throws SAXException {
        String getter = "get" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
        try {
            ParameterizedType list = (ParameterizedType) owner.getMethod(getter).getGenericReturnType();
            return (Class<?>) list.getActualTypeArguments()[0];
        } catch (NoSuchMethodException e) {
            throw new SAXException("a form has field " + field + ", and " + owner + " has not", e);
        }
    }
}
