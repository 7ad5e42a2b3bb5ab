package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What Jenkins' own build, its security scan and its content security policy ask of pages. */
class JellyTest {
    private static final Path RESOURCES = Path.of("src", "main", "resources");

    private static List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    static List<Path> pages() throws IOException {
        return files(".jelly");
    }

    static List<Path> texts() throws IOException {
        return files(".properties");
    }

    @Test
    void there_are_pages() throws IOException {
        assertThat(pages()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void escapes_what_it_shows(Path page) throws IOException {
        String text = Files.readString(page);
        assertThat(text).startsWith("<?jelly escape-by-default='true'?>");
        assertThat(text).doesNotContain("escapeText", "j:out", "escape-by-default='false'");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void has_no_script_style_or_handler_of_its_own(Path page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        NodeList all = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(page)))
                .getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            String name = element.getTagName();
            assertThat(name).isNotEqualTo("style");
            if (name.equals("script")) {
                assertThat(element.hasAttribute("src")
                                || element.getAttribute("type").equals("application/json"))
                        .isTrue();
            }
            for (int a = 0; a < element.getAttributes().getLength(); a++) {
                String attribute = element.getAttributes().item(a).getNodeName();
                assertThat(attribute).doesNotMatch("on[a-z]+").isNotEqualTo("style");
                if (attribute.equals("checkUrl")) {
                    assertThat(element.hasAttribute("checkDependsOn")).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_field_of_a_form_has_help(Path page) throws IOException {
        Matcher field = Pattern.compile("<f:entry[^>]*field=\"([A-Za-z]+)\"").matcher(Files.readString(page));
        while (field.find()) {
            assertThat(page.resolveSibling("help-" + field.group(1) + ".html")).exists();
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void texts_are_utf8_with_each_key_once(Path properties) throws IOException {
        Set<String> keys = new HashSet<>();
        for (String line :
                Files.readString(properties, StandardCharsets.UTF_8).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                assertThat(line).contains("=");
                assertThat(keys.add(line.substring(0, line.indexOf('=')).strip()))
                        .as(line)
                        .isTrue();
            }
        }
    }
}
