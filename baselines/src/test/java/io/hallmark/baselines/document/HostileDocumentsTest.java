package io.hallmark.baselines.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostileDocumentsTest {
    @Test
    void entities_that_multiply_are_refused_at_the_first_anchor() {
        StringBuilder laughs = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            String before = "*" + (char) (c - 1);
            laughs.append(c + ": &" + c + " [" + String.join(", ", Arrays.asList(before, before, before)) + "]\n");
        }

        refused(laughs.toString(), "x.yaml:1:4: anchors and aliases are not allowed; write the value out");
        refused("a: [*b]\n", "x.yaml:1:5: anchors and aliases are not allowed; write the value out");
        refused("&a a: b\n", "x.yaml:1:1: anchors and aliases are not allowed; write the value out");
    }

    @Test
    void no_tag_reaches_a_constructor() {
        refused(
                "a: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://x/\"]]]]",
                "x.yaml:1:4: the tag 'tag:yaml.org,2002:javax.script.ScriptEngineManager' is not allowed; write plain"
                        + " values");
        refused("a: !local b", "x.yaml:1:4: the tag '!local' is not allowed; write plain values");
        refused("a: !!str b", "x.yaml:1:4: the tag 'tag:yaml.org,2002:str' is not allowed; write plain values");
        refused("!!str a: b", "x.yaml:1:1: the tag 'tag:yaml.org,2002:str' is not allowed; write plain values");
        refused("a: ! b", "x.yaml:1:4: the tag '!' is not allowed; write plain values");
    }

    @Test
    void deep_nesting_ends_at_its_limit() {
        refused("[".repeat(100_000), "x.yaml:1:41: the document is nested deeper than 40");
        refused("- ".repeat(100_000) + "x", "x.yaml:1:81: the document is nested deeper than 40");
        refused("{a: ".repeat(100_000), "x.yaml:1:161: the document is nested deeper than 40");
        read("[".repeat(40) + "]".repeat(40));
    }

    @Test
    void a_flood_of_values_ends_at_its_limit() {
        refused("- a\n".repeat(1_200_000), "x.yaml:1000000:3: the document has more than 1000000 values");
    }

    @Test
    void a_huge_text_is_read_and_cut_where_it_is_shown() {
        String huge = "x".repeat(1024 * 1024);

        assertThat(read("a: " + huge).asMapping().values().get("a").asText()).hasSize(huge.length());
        refusedImage("image: " + huge, "x.yaml:1:8: '" + "x".repeat(80) + "…' is no name: use lower-case letters");
        refusedImage("? " + huge + "\n: b\n", "x.yaml:1:1: field 'image' is missing in the image description");
    }

    @Test
    void a_line_that_the_parser_would_copy_over_and_over_is_refused() {
        String huge = "x".repeat(8 * 1024 * 1024);

        for (String line : new String[] {"a: " + huge, "a: \"" + huge, "# " + huge, "a: |\n " + huge, huge}) {
            refused("b: 1\n" + line + "\n", "x.yaml:" + (line.contains("|") ? 3 : 2) + ":1: this line has 83886");
        }
        refused(("a: " + "x ".repeat(300_000) + "\n").repeat(20), "x.yaml:13:1: this line has 600003 characters");
    }

    @Test
    void a_document_that_is_too_large_is_not_even_decoded() {
        assertThatThrownBy(() -> YamlReader.read("x.yaml", new byte[DocumentText.MOST_BYTES + 1]))
                .hasMessage(
                        "x.yaml:1:1: the document has 67108865 bytes, more than the 67108864 that are read; split it"
                                + " up");
    }

    @Test
    void names_that_are_given_twice_are_refused_with_both_lines() {
        refused("a: 1\nb:\n  c: 2\n  \"c\": 3\n", "x.yaml:4:3: 'c' is given twice; it stands already at line 3");
        refused("{a: 1, a: 2}", "x.yaml:1:8: 'a' is given twice; it stands already at line 1");
    }

    @Test
    void a_merge_key_is_a_name_like_any_other() {
        assertThat(read("<<: {a: b}\n").asMapping().values()).containsOnlyKeys("<<");
    }

    @Test
    void tabs_broken_characters_and_broken_bytes_are_named_with_their_place() {
        refused("a:\n\tb: c\n", "x.yaml:2:1: no valid YAML: found character '\\t(TAB)' that cannot start any token.");
        refused(
                "a: 1\r\nb: x\u0000y\r\n",
                "x.yaml:2:5: the character '\\u0000' is not allowed in YAML; write it as an");
        assertThatThrownBy(() -> YamlReader.read("x.yaml", new byte[] {'a', ':', '\n', ' ', (byte) 0xC3, '('}))
                .hasMessage("x.yaml:2:2: the document is not UTF-8 text from byte 4 on; save it as UTF-8");
        assertThatThrownBy(() -> YamlReader.read("x.yaml", new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0}))
                .hasMessage("x.yaml:1:1: the document is not UTF-8 text from byte 0 on; save it as UTF-8");
    }

    @Test
    void a_byte_order_mark_and_windows_line_ends_move_no_place() {
        refused("\uFEFFa: 1\r\na: 2\r\n", "x.yaml:2:1: 'a' is given twice; it stands already at line 1");
        refused("\uFEFFa: &x 1", "x.yaml:1:4: anchors and aliases are not allowed; write the value out");
    }

    @Test
    void two_documents_in_a_file_are_one_too_many() {
        refused("a: 1\n---\nb: 2\n", "x.yaml:2:1: no valid YAML: but found another document");
        refused("", "x.yaml:1:1: the document is empty");
        refused("# only a comment\n", "x.yaml:1:1: the document is empty");
    }

    @Test
    void what_a_document_says_cannot_forge_a_line_of_the_output() {
        refusedImage(
                "image: \"a\\nhallmark: all is well\\e[2K\\u202e\"",
                "x.yaml:1:8: 'a\\u000ahallmark: all is well\\u001b[2K\\u202e' is no name");
        refusedImage("\"im\\nage\": a", "x.yaml:1:1: unknown field 'im\\u000aage' in the image description");
    }

    private static YamlValue read(String text) {
        return YamlReader.read("x.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BaselinesException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    private static void refusedImage(String text, String message) {
        assertThatThrownBy(() -> ImageDescription.read("x.yaml", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }
}
