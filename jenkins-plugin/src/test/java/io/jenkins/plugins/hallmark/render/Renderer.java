package io.jenkins.plugins.hallmark.render;

import static io.jenkins.plugins.hallmark.render.StandIns.close;
import static io.jenkins.plugins.hallmark.render.StandIns.element;
import static io.jenkins.plugins.hallmark.render.StandIns.open;

import io.jenkins.plugins.hallmark.render.StandIns.StandIn;
import java.net.URL;
import java.util.Map;
import org.apache.commons.jelly.JellyContext;
import org.apache.commons.jelly.JellyException;
import org.apache.commons.jelly.JellyTagException;
import org.apache.commons.jelly.XMLOutput;
import org.apache.commons.jelly.parser.XMLParser;
import org.xml.sax.SAXException;

/** Renders views of the plugin as HTML pages. Around them is as much of a page of Jenkins as they need. */
public final class Renderer {
    private final String theme;

    /** @param theme {@code light} or {@code dark} */
    public Renderer(String theme) {
        this.theme = theme;
    }

    /** A whole page. */
    public String page(Object it, String view) throws Exception {
        HtmlOutput html = new HtmlOutput();
        run(it, view, context(), new XMLOutput(html));
        return html.html();
    }

    /** What a build's page shows of its actions. */
    public String buildPage(String title, Iterable<?> actions) throws Exception {
        HtmlOutput html = new HtmlOutput();
        XMLOutput output = new XMLOutput(html);
        top(output, title);
        open(output, "main", "id", "main-panel");
        element(output, "h1", title);
        open(output, "table", "role", "presentation");
        for (Object action : actions) {
            run(action, "summary.jelly", context(), output);
        }
        close(output, "table");
        close(output, "main");
        bottom(output);
        return html.html();
    }

    /** A page with the forms of these, one after the other. */
    public String formPage(String title, Iterable<Class<?>> types) throws Exception {
        HtmlOutput html = new HtmlOutput();
        XMLOutput output = new XMLOutput(html);
        JellyContext context = context();
        top(output, title);
        open(output, "main", "id", "main-panel");
        element(output, "h1", title);
        for (Class<?> type : types) {
            element(output, "h2", type.getSimpleName());
            form(type, context, output);
        }
        close(output, "main");
        bottom(output);
        return html.html();
    }

    private void form(Class<?> type, JellyContext context, XMLOutput output) throws JellyTagException, SAXException {
        JellyContext inner = new JellyContext(context);
        FormTags.of(type, inner);
        try {
            run(type, "config.jelly", inner, output);
        } catch (JellyException | java.io.IOException e) {
            throw new JellyTagException(e);
        }
    }

    private JellyContext context() {
        JellyContext context = new JellyContext();
        context.setVariable("rootURL", "");
        FormTags forms = new FormTags(this::form);
        context.registerTagLibrary("/lib/form", forms.form());
        context.registerTagLibrary("/lib/credentials", forms.credentials());
        context.registerTagLibrary(
                "/lib/layout",
                new StandIns(
                        "/lib/layout",
                        Map.of(
                                "layout", this::layout,
                                "header", (tag, output) -> tag.during("header", output),
                                "side-panel", (tag, output) -> tag.during("side-panel", output),
                                "main-panel", (tag, output) -> tag.during("main-panel", output),
                                "app-bar", (tag, output) -> element(output, "h1", tag.text("title")))));
        context.registerTagLibrary("/lib/hudson", new StandIns("/lib/hudson", Map.of("summary", Renderer::summary)));
        context.registerTagLibrary(
                "jelly:stapler",
                new StandIns("jelly:stapler", Map.of("include", this::include, "adjunct", Renderer::adjunct)));
        return context;
    }

    /** Jenkins runs the body once for each part of the page. */
    private void layout(StandIn tag, XMLOutput output) throws JellyTagException, SAXException {
        open(output, "html", "lang", "en", "data-theme", theme);
        open(output, "head");
        head(output, tag.text("title"));
        tag.pass("header", output);
        close(output, "head");
        open(output, "body");
        header(output);
        open(output, "div", "id", "page-body", "class", tag.text("type"));
        tag.pass("side-panel", output);
        open(output, "main", "id", "main-panel");
        tag.pass("main-panel", output);
        close(output, "main");
        close(output, "div");
        bottom(output);
    }

    private void top(XMLOutput output, String title) throws SAXException {
        open(output, "html", "lang", "en", "data-theme", theme);
        open(output, "head");
        head(output, title);
        close(output, "head");
        open(output, "body");
        header(output);
    }

    private static void head(XMLOutput output, String title) throws SAXException {
        open(output, "meta", "charset", "UTF-8");
        close(output, "meta");
        element(output, "title", title + " - Jenkins");
        element(output, "script", "", "src", "/witness.js");
        open(output, "link", "rel", "stylesheet", "href", "/jenkins.css");
        close(output, "link");
    }

    private static void header(XMLOutput output) throws SAXException {
        element(output, "header", "Jenkins", "id", "page-header");
    }

    private static void bottom(XMLOutput output) throws SAXException {
        close(output, "body");
        close(output, "html");
    }

    private static void summary(StandIn tag, XMLOutput output) throws JellyTagException, SAXException {
        open(output, "tr");
        open(output, "td");
        tag.invokeBody(output);
        close(output, "td");
        close(output, "tr");
    }

    /** The style sheet and the script of that name, as far as there are. */
    private static void adjunct(StandIn tag, XMLOutput output) throws SAXException {
        String path = "/" + tag.text("includes").replace('.', '/');
        boolean found = false;
        if (Renderer.class.getResource(path + ".css") != null) {
            found = true;
            open(output, "link", "rel", "stylesheet", "href", "/adjuncts" + path + ".css");
            close(output, "link");
        }
        if (Renderer.class.getResource(path + ".js") != null) {
            found = true;
            element(output, "script", "", "src", "/adjuncts" + path + ".js");
        }
        if (!found) {
            throw new SAXException("there is no adjunct " + path);
        }
    }

    private void include(StandIn tag, XMLOutput output) throws JellyTagException, SAXException {
        Object it = tag.value("it") == null ? tag.variable("it") : tag.value("it");
        String view = tag.text("page");
        if (!tag.text("class").isEmpty()) {
            form(type(tag.text("class")), tag.getContext(), output);
            return;
        }
        if (view.equals("sidepanel.jelly")) {
            // Jenkins' own, with links to the parts of a build or job. It shows in the pass of side panels.
            if ("side-panel".equals(tag.variable("mode"))) {
                open(output, "nav", "id", "side-panel", "aria-label", "Tasks");
                element(output, "a", "Status", "href", "/");
                element(output, "a", "Changes", "href", "/changes");
                element(output, "a", "Console Output", "href", "/console");
                close(output, "nav");
            }
            return;
        }
        JellyContext inner = new JellyContext(tag.getContext());
        try {
            run(it, view, inner, output);
        } catch (JellyException | java.io.IOException e) {
            throw new JellyTagException(e);
        }
    }

    private static Class<?> type(String name) throws SAXException {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new SAXException("a view includes one of " + name + ", and there is no such class", e);
        }
    }

    private static void run(Object it, String view, JellyContext context, XMLOutput output)
            throws JellyException, java.io.IOException, SAXException {
        context.setVariable("it", it);
        run(it.getClass(), view, context, output);
    }

    private static void run(Class<?> type, String view, JellyContext context, XMLOutput output)
            throws JellyException, java.io.IOException, SAXException {
        URL url = find(type, view);
        XMLParser parser = new XMLParser();
        parser.setContext(context);
        parser.setExpressionFactory(new Texts(url));
        parser.parse(url.openStream()).compile().run(context, output);
    }

    /** Stapler looks for a view at the class, and then at the one that it extends. */
    private static URL find(Class<?> type, String view) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            URL url = each.getResource("/" + each.getName().replace('.', '/').replace('$', '/') + "/" + view);
            if (url != null) {
                return url;
            }
        }
        throw new IllegalStateException(type + " has no view " + view);
    }
}
