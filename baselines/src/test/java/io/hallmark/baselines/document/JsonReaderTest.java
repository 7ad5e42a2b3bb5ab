package io.hallmark.baselines.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.digest.Bank;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static final Path BOOTS = Path.of(System.getProperty("hallmark.fixtures"), "boots");

    @Test
    void every_recorded_dump_is_read() throws IOException {
        try (Stream<Path> boots = Files.list(BOOTS).filter(Files::isDirectory)) {
            assertThat(boots).hasSizeGreaterThan(60).allSatisfy(boot -> {
                Path variables = boot.resolve("efivars.json");
                if (Files.exists(variables)) {
                    assertThat(FirmwareDumps.variables("efivars.json", Files.readAllBytes(variables)))
                            .isNotEmpty();
                }
                assertThat(FirmwareDumps.pcrs("pcrs.json", Files.readAllBytes(boot.resolve("pcrs.json"))))
                        .containsOnlyKeys(Bank.SHA1, Bank.SHA256, Bank.SHA384, Bank.SHA512)
                        .allSatisfy((bank, values) -> assertThat(values).hasSize(24));
            });
        }
    }

    @Test
    void a_dump_that_is_indented_by_tabs_is_read() {
        String name = "Boot0000-8be4df61-93ca-11d2-aa0d-00e098032b8c";
        String dump = "{\n\t\"" + name + "\": {\n\t\t\"attributes\": 7,\n\t\t\"data\": \"0102\"\n\t}\n}\n";

        assertThat(FirmwareDumps.variables("efivars.json", dump.getBytes(StandardCharsets.UTF_8))
                        .get(name)
                        .bytes())
                .containsExactly(1, 2);
    }

    @Test
    void a_value_that_stands_twice_is_named_with_both_lines() {
        assertThatThrownBy(() -> FirmwareDumps.pcrs("pcrs.json", bytes("{\"sha1\": {},\n \"sha1\": {}}")))
                .hasMessage("pcrs.json:2:2: 'sha1' is given twice; it stands already at line 1");
        assertThatThrownBy(() -> FirmwareDumps.pcrs("pcrs.json", bytes("{\"sha256\": {\"04\": \"00\"}}")))
                .hasMessageStartingWith("pcrs.json:1:19: ");
    }

    @Property
    void every_text_that_is_written_is_read_back_in_every_place(@ForAll String text) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(text, List.of(text, Map.of("", text)));

        YamlValue.Mapping read = read(CanonicalJson.write(document)).asMapping();

        assertThat(read.values()).containsOnlyKeys(text);
        List<YamlValue> items = read.values().get(text).asList();
        assertThat(items.get(0).asText()).isEqualTo(text);
        assertThat(items.get(1).asMapping().values().get("").asText()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0", "-0", "12", "-3.5", "1e5", "1E-5", "0.5e+10", "true", "false", "null", "\"a\"", " [ ] ", "{ }"
            })
    void values_of_json_are_read(String json) {
        assertThat(read("[" + json + "]").asList()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "`` ! 1:1: no valid JSON: a value is expected",
                "[1 ! 1:3: no valid JSON: ',' or ']' is expected",
                "[1,] ! 1:4: no valid JSON: a value is expected",
                "[01] ! 1:3: no valid JSON: ',' or ']' is expected",
                "[+1] ! 1:2: no valid JSON: a value is expected",
                "[.5] ! 1:2: no valid JSON: a value is expected",
                "[NaN] ! 1:2: no valid JSON: a value is expected",
                "[true1] ! 1:6: no valid JSON: ',' or ']' is expected",
                "{a: 1} ! 1:2: no valid JSON: a name in double quotes is expected",
                "{\"a\" 1} ! 1:6: no valid JSON: ':' is expected",
                "{\"a\": 1,} ! 1:9: no valid JSON: a name in double quotes is expected",
                "['a'] ! 1:2: no valid JSON: a value is expected",
                "[1] 2 ! 1:5: no valid JSON: the document ends here, but more follows",
                "[\"\\x41\"] ! 1:4: no valid JSON: this is no escape of JSON",
                "[\"\\u12g4\"] ! 1:7: no valid JSON: four hex digits are expected",
                "[\"\\u12 ! 1:7: no valid JSON: four hex digits are expected",
                "[\"a ! 1:4: no valid JSON: the document ends within a text",
                "[\"a\\ ! 1:5: no valid JSON: this is no escape of JSON",
                "/* c */ [] ! 1:1: no valid JSON: a value is expected"
            })
    void what_is_no_json_is_named_with_its_place(String json, String message) {
        refused(json, message);
    }

    @Test
    void line_breaks_in_texts_and_nesting_without_end_are_refused() {
        refused("[\"a\n\"]", "1:4: no valid JSON: a control character must be written as an escape");
        refused("[".repeat(100_000), "1:42: no valid JSON: the document is nested deeper than 40");
        refused(
                "[" + "0,".repeat(1_200_000) + "0]",
                "1:2000000: no valid JSON: the document has more than 1000000 values");
        refused("{\n  \"a\": 1,\n  \"é😀\" : x}", "3:10: no valid JSON: a value is expected");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static YamlValue read(String json) {
        return JsonReader.read("x.json", bytes(json));
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(BaselinesException.class)
                .hasMessage("x.json:" + message);
    }
}
