package io.hallmark.baselines.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class CanonicalYamlTest {
    @Test
    void documents_have_one_form() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("pcr", 4);
        line.put("type", "EV_IPL");
        line.put("what", "kernel: /vmlinuz");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/test/v1");
        document.put("banks", List.of("sha1", "sha256"));
        document.put("notes", List.of("two words", "one"));
        document.put("stages", List.of(Map.of("linux", Map.of("kernel", "k")), Map.of("shim", Map.of("image", "s"))));
        document.put("events", List.of(new CanonicalYaml.Line(line)));
        document.put("empty", List.of());

        assertThat(CanonicalYaml.write(document)).isEqualTo("""
                        schema: hallmark/test/v1
                        banks: [sha1, sha256]
                        notes:
                          - "two words"
                          - one
                        stages:
                          - linux:
                              kernel: k
                          - shim:
                              image: s
                        events:
                          - {pcr: 4, type: EV_IPL, what: "kernel: /vmlinuz"}
                        empty: []
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "Yes",
                "off",
                "true",
                "null",
                "~",
                "",
                "1",
                "0x1F",
                "1e3",
                "12e34",
                "1.5",
                ".inf",
                "2026-11-25",
                "1:30",
                "=",
                "<<",
                "- a",
                "# x",
                "a: b",
                "a #b",
                " leading",
                "trailing ",
                "\"quoted\"",
                "back\\slash",
                "tab\there",
                "line\nbreak",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\u0000",
                "Zürich",
                "日本",
                "😀",
                "{x}",
                "[x]",
                "&a",
                "*a",
                "!t",
                "%d",
                "@x",
                "`x",
                "0123",
                "0o17",
                "0_",
                "0x_",
                "0b_",
                "1_000",
                "y",
                "N",
                "1.",
                ".5",
                "...",
                "---",
                "\uD800"
            })
    void a_text_is_read_back_as_that_text_by_anyone(String text) {
        String document = CanonicalYaml.write(Map.of("key", text));

        assertThat(YamlReader.read("test.yaml", document.getBytes(StandardCharsets.UTF_8))
                        .asMapping()
                        .values()
                        .get("key")
                        .asText())
                .isEqualTo(text);
        assertThat(new Yaml(new SafeConstructor(new LoaderOptions())).<Map<String, Object>>load(document))
                .isEqualTo(Map.of("key", text));
    }

    @Property
    void every_text_survives_in_every_place(@ForAll("texts") String text) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("block", text);
        document.put("list", List.of(text, text));
        document.put("line", new CanonicalYaml.Line(Map.of("value", text)));

        Map<String, YamlValue> read = YamlReader.read(
                        "test.yaml", CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8))
                .asMapping()
                .values();

        assertThat(read.get("block").asText()).isEqualTo(text);
        assertThat(read.get("list").asList()).extracting(YamlValue::asText).containsExactly(text, text);
        assertThat(read.get("line").asMapping().values().get("value").asText()).isEqualTo(text);
    }

    @Property
    void every_document_is_read_by_anyone_as_what_was_written_and_written_as_the_same_bytes(
            @ForAll("documents") Map<String, Object> document) {
        String written = CanonicalYaml.write(document);

        Map<String, Object> loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(written);

        assertThat(loaded).isEqualTo(document);
        assertThat(CanonicalYaml.write(loaded)).isEqualTo(written);
        assertThat(YamlReader.read("test.yaml", written.getBytes(StandardCharsets.UTF_8))
                        .asMapping()
                        .values()
                        .keySet())
                .containsExactlyElementsOf(document.keySet());
        assertThat(written.lines()).noneMatch(line -> line.endsWith(" "));
    }

    @ParameterizedTest
    @ValueSource(ints = {990, 1000, 1020, 1030, 5000})
    void a_name_of_any_length_is_read_back(int length) {
        String name = "sha256:" + "0".repeat(length);
        Map<String, Object> document = Map.of(
                name,
                "text",
                "block",
                List.of(Map.of(name, Map.of(name, List.of("two words")))),
                "line",
                new CanonicalYaml.Line(Map.of(name, "text")));

        Map<String, Object> loaded =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(CanonicalYaml.write(document));

        assertThat(loaded)
                .containsEntry(name, "text")
                .containsEntry("block", List.of(Map.of(name, Map.of(name, List.of("two words")))))
                .containsEntry("line", Map.of(name, "text"));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().all().ofMaxLength(20);
    }

    @Provide
    Arbitrary<Map<String, Object>> documents() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                texts().map(Object.class::cast),
                Arbitraries.of("no", "1e3", "a", "b-c", "", "- x", "two words"),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.of(true, false));
        Arbitrary<Object> values = Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(Object.class::cast),
                        Arbitraries.maps(texts(), inner).ofMaxSize(3).map(map -> (Object) new LinkedHashMap<>(map))),
                0,
                4);
        return Arbitraries.maps(texts(), values).ofMinSize(1).ofMaxSize(4).map(LinkedHashMap::new);
    }
}
