package io.hallmark.measuredboot.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Logs of real machines and of other projects' tests; {@code manifest.json} says what each is and must give. */
class CorpusTest {
    private static final Path CORPUS = Path.of(System.getProperty("hallmark.fixtures"), "eventlogs");

    /**
     * Values of the TPM that do not follow from the log, as the corpus documents them: extends that were not logged, and
     * the SHA-1 bank that Windows caps with one more extend of zeros when it is not in use.
     */
    private static final Map<String, Set<String>> NOT_IN_THE_LOG = Map.of(
            "guard-oss/dl160-fwupd-report.bin", Set.of("sha1:0", "sha256:0"),
            "guard-oss/hahuri-invalid-eventlog.bin", Set.of("sha1:11", "sha256:11"));

    @TestFactory
    Stream<DynamicTest> every_log_is_read_as_its_manifest_says() {
        return entries()
                .map(entry -> dynamicTest(entry.file(), () -> {
                    EventLog log = EventLogReader.read(entry.path());

                    assertThat(log.format()).isEqualTo(entry.format());
                    assertThat(log.events().size() + (entry.format() == EventLog.Format.CRYPTO_AGILE ? 1 : 0))
                            .isEqualTo(entry.number("events"));
                    assertThat(log.banks()).extracting(Bank::label).containsExactlyInAnyOrderElementsOf(entry.banks());
                    assertThat(log.events().stream()
                                    .filter(event -> event.pcr() == LogEvent.NO_PCR)
                                    .count())
                            .isEqualTo(entry.number("events_on_pcr_ffffffff"));
                    if (entry.number("padding_bytes") > 0) {
                        assertThat(log.findings())
                                .filteredOn(finding -> finding.code().equals("padding"))
                                .singleElement()
                                .extracting(Finding::message)
                                .asString()
                                .startsWith(entry.number("padding_bytes") + " bytes");
                    }
                    assertThat(log.findings()).extracting(Finding::code).doesNotContain("truncated");
                }));
    }

    @TestFactory
    Stream<DynamicTest> what_is_no_log_is_refused_with_the_reason() {
        return all().filter(entry -> entry.rejected() != null)
                .map(entry -> dynamicTest(
                        entry.file(),
                        () -> assertThatThrownBy(() -> EventLogReader.read(entry.path()))
                                .isInstanceOf(MeasuredBootException.class)
                                .hasMessageContaining(entry.path().toString())
                                .hasMessageContaining(
                                        entry.rejected().contains("too short")
                                                ? "data ends at offset 28"
                                                : "past the end of the log")));
    }

    @TestFactory
    Stream<DynamicTest> replay_gives_the_values_of_the_tpm() {
        return entries()
                .filter(entry -> entry.has("expected"))
                .map(entry -> dynamicTest(entry.file(), () -> {
                    EventLog log = EventLogReader.read(entry.path());
                    PcrValues values = Replay.of(log);
                    Set<String> known = NOT_IN_THE_LOG.getOrDefault(entry.file(), Set.of());
                    List<String> different = new ArrayList<>();
                    int compared = 0;
                    for (Map.Entry<Bank, Map<Integer, Digest>> bank :
                            entry.pcrs("expected").entrySet()) {
                        for (Map.Entry<Integer, Digest> pcr : bank.getValue().entrySet()) {
                            Digest replayed =
                                    values.value(bank.getKey(), pcr.getKey()).orElse(null);
                            if (replayed == null) {
                                assertThat(log.events())
                                        .as("%s PCR %d has no value", bank.getKey(), pcr.getKey())
                                        .noneMatch(event -> event.extendsPcr()
                                                && event.pcr() == pcr.getKey()
                                                && values.incomplete(bank.getKey())
                                                                .get(pcr.getKey())
                                                        == null);
                                continue;
                            }
                            compared++;
                            if (!replayed.equals(pcr.getValue())) {
                                different.add(bank.getKey().label() + ":" + pcr.getKey());
                            }
                        }
                    }
                    assertThat(compared).isPositive();
                    assertThat(different).containsExactlyInAnyOrderElementsOf(known);
                }));
    }

    @TestFactory
    Stream<DynamicTest> replay_agrees_with_an_independent_one_wherever_the_log_is_complete() {
        return entries()
                .filter(entry -> entry.has("replay"))
                .map(entry -> dynamicTest(entry.file(), () -> {
                    PcrValues values = Replay.of(EventLogReader.read(entry.path()));
                    entry.pcrs("replay")
                            .forEach((bank, byPcr) -> byPcr.forEach((pcr, digest) -> {
                                if (values.incomplete(bank).containsKey(pcr)) {
                                    assertThat(values.value(bank, pcr)).isEmpty();
                                } else {
                                    assertThat(values.value(bank, pcr))
                                            .as("%s PCR %d", bank, pcr)
                                            .contains(digest);
                                }
                            }));
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_bank_that_lacks_digests_has_no_value_but_a_reason() {
        return entries()
                .filter(entry -> entry.number("events_with_fewer_digests_than_banks") > 0)
                .map(entry -> dynamicTest(entry.file(), () -> {
                    EventLog log = EventLogReader.read(entry.path());
                    PcrValues values = Replay.of(log);

                    assertThat(log.findings().stream()
                                    .filter(f -> f.code().equals("fewer-digests"))
                                    .count())
                            .isEqualTo(entry.number("events_with_fewer_digests_than_banks"));
                    assertThat(values.incomplete(Bank.SHA1)).isNotEmpty();
                    assertThat(values.incomplete(Bank.SHA1).values()).allMatch(r -> r.contains("has no sha1"));
                }));
    }

    private static Stream<Entry> entries() {
        return all().filter(entry -> entry.rejected() == null);
    }

    private static Stream<Entry> all() {
        List<?> manifest = (List<?>) json(CORPUS.resolve("manifest.json"));
        return manifest.stream().map(entry -> new Entry((Map<?, ?>) entry));
    }

    private static Object json(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(16 * 1024 * 1024);
        try {
            return new Yaml(new SafeConstructor(options)).load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row of the manifest. */
    private record Entry(Map<?, ?> row) {
        String file() {
            return (String) row.get("file");
        }

        Path path() {
            return CORPUS.resolve(file());
        }

        String rejected() {
            return (String) row.get("rejected");
        }

        EventLog.Format format() {
            return "crypto-agile".equals(row.get("format")) ? EventLog.Format.CRYPTO_AGILE : EventLog.Format.SHA1;
        }

        int number(String key) {
            return row.get(key) == null ? 0 : (Integer) row.get(key);
        }

        List<String> banks() {
            return ((List<?>) row.get("banks")).stream().map(Object::toString).toList();
        }

        boolean has(String key) {
            return row.get(key) != null;
        }

        Map<Bank, Map<Integer, Digest>> pcrs(String key) {
            Map<?, ?> document = (Map<?, ?>) json(CORPUS.resolve((String) row.get(key)));
            Object banks = document.containsKey("banks") ? document.get("banks") : document;
            Map<Bank, Map<Integer, Digest>> pcrs = new EnumMap<>(Bank.class);
            ((Map<?, ?>) banks)
                    .forEach((label, values) -> Bank.ofLabel((String) label).ifPresent(bank -> {
                        Map<Integer, Digest> byPcr = new TreeMap<>();
                        ((Map<?, ?>) values).forEach((pcr, hex) -> {
                            // One origin lists its third bank's values under the name of another bank.
                            if (hex.toString().length() == 2 * bank.size()) {
                                byPcr.put(Integer.valueOf(pcr.toString()), Digest.ofHex(bank, hex.toString()));
                            }
                        });
                        pcrs.put(bank, byPcr);
                    }));
            return pcrs;
        }
    }
}
