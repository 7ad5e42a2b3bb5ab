package io.hallmark.measuredboot.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.measuredboot.eventlog.content.Inspection;
import io.hallmark.testsupport.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is told to be odd about the logs of real machines; {@code corpus-findings.txt} says what must be. */
class CorpusFindingsTest {
    private static final Path CORPUS = Fixtures.path("eventlogs");

    @TestFactory
    Stream<DynamicTest> what_is_odd_about_a_log_is_told_and_nothing_else() {
        return expected().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    EventLog log = EventLogReader.read(CORPUS.resolve(entry.getKey()));

                    Map<String, Long> found = Inspection.findings(log).stream()
                            .collect(Collectors.groupingBy(Finding::code, TreeMap::new, Collectors.counting()));

                    assertThat(found).isEqualTo(entry.getValue());
                }));
    }

    @Test
    void no_log_of_the_corpus_is_left_out() throws IOException {
        String manifest = Files.readString(CORPUS.resolve("manifest.json"));

        assertThat(expected().keySet()).allMatch(file -> manifest.contains("\"file\": \"" + file + "\""));
        assertThat(expected())
                .hasSize((manifest.split("\"file\": ", -1).length - 1)
                        - (manifest.split("\"rejected\": \"", -1).length - 1));
    }

    private static Map<String, Map<String, Long>> expected() {
        Map<String, Map<String, Long>> expected = new TreeMap<>();
        for (String line : resource().lines().filter(l -> !l.startsWith("#")).toList()) {
            int colon = line.indexOf(':');
            Map<String, Long> counts = new TreeMap<>();
            for (String word : line.substring(colon + 1).strip().split(" ", -1)) {
                String[] parts = word.split("\\*", 2);
                if (!word.isEmpty()) {
                    counts.put(parts[0], parts.length == 2 ? Long.parseLong(parts[1]) : 1L);
                }
            }
            expected.put(line.substring(0, colon), counts);
        }
        return expected;
    }

    private static String resource() {
        try (InputStream in = CorpusFindingsTest.class.getResourceAsStream("corpus-findings.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
