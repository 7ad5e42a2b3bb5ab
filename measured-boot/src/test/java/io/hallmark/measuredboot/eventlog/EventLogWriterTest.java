package io.hallmark.measuredboot.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.recordings.Recording;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventLogWriterTest {
    private static final Path BOOTS = Path.of(System.getProperty("hallmark.fixtures"), "boots");

    @Property(tries = 300)
    void reading_what_was_written_gives_the_same_log(@ForAll("logs") EventLog log) {
        EventLog read = read(log);

        assertThat(read.banks()).isEqualTo(log.banks());
        assertThat(read.events())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("offset")
                .isEqualTo(log.events());
        assertThat(EventLogWriter.write(read)).isEqualTo(EventLogWriter.write(log));
    }

    @Example
    void a_recorded_log_is_written_with_the_values_that_its_tpm_reported() {
        Recording.below(BOOTS).forEach((name, recording) -> {
            EventLog read = read(recording.log());

            assertThat(read.events()).as(name).hasSameSizeAs(recording.log().events());
            recording.pcrs().forEach((bank, reported) -> {
                SortedMap<Integer, Digest> replayed = Replay.of(read).of(bank);
                assertThat(replayed).as(name + " " + bank.label()).containsKeys(0, 1, 2, 3, 4, 5, 6, 7);
                assertThat(reported).as(name + " " + bank.label()).containsAllEntriesOf(replayed);
            });
        });
    }

    @Example
    void a_log_of_more_events_than_any_boot_has_is_refused() {
        LogEvent event = new LogEvent(
                1, 0, 4, EventType.EV_SEPARATOR, Digests.of(List.of(Bank.SHA1.zero())), new Content(new byte[4]));
        List<LogEvent> events = java.util.Collections.nCopies(RecordReader.MOST_EVENTS + 1, event);
        EventLog log = new EventLog(EventLog.Format.SHA1, List.of(Bank.SHA1), events, List.of());
        assertThatThrownBy(() -> read(log))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("more than 100000 events");
    }

    @Example
    void another_tool_reads_what_was_written() throws IOException, InterruptedException {
        Path tool = Tools.require("tpm2_eventlog");
        Path recorded = BOOTS.resolve("t13-uki-sdboot").resolve("eventlog.bin");
        Path written = Files.createTempFile("written", ".bin");
        try {
            Files.write(written, EventLogWriter.write(EventLogReader.read(recorded)));

            String both = shown(tool, written);
            assertThat(both).contains("EV_EFI_BOOT_SERVICES_APPLICATION");
            assertThat(both).isEqualTo(shown(tool, recorded));
        } finally {
            Files.delete(written);
        }
    }

    /** All that the tool says but for the header, whose version of the specification is the writer's. */
    private static String shown(Path tool, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(tool.toString(), log.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text.substring(text.indexOf("- EventNum: 1"));
    }

    private static EventLog read(EventLog log) {
        return EventLogReader.read(EventLogWriter.write(log), "written");
    }

    @Example
    void a_log_without_banks_is_refused() {
        EventLog log = new EventLog(EventLog.Format.CRYPTO_AGILE, List.of(), List.of(), List.of());

        assertThatThrownBy(() -> EventLogWriter.write(log)).isInstanceOf(MeasuredBootException.class);
    }

    @Provide
    Arbitrary<EventLog> logs() {
        Arbitrary<List<Bank>> banks = Arbitraries.shuffle(Bank.values())
                .flatMap(all -> Arbitraries.integers().between(1, all.size()).map(n -> all.subList(0, n)));
        return banks.flatMap(some -> events(some).list().ofMaxSize(8).map(events -> {
            List<LogEvent> numbered = new ArrayList<>();
            for (LogEvent event : events) {
                numbered.add(new LogEvent(
                        numbered.size() + 1, -1, event.pcr(), event.type(), event.digests(), event.data()));
            }
            return new EventLog(EventLog.Format.CRYPTO_AGILE, some, numbered, List.of());
        }));
    }

    private static Arbitrary<LogEvent> events(List<Bank> banks) {
        Arbitrary<Integer> pcrs =
                Arbitraries.oneOf(Arbitraries.integers().between(0, 23), Arbitraries.of(LogEvent.NO_PCR, 31, 0xFFFF));
        Arbitrary<EventType> types = Arbitraries.oneOf(
                Arbitraries.of(EventType.EV_NO_ACTION, EventType.EV_SEPARATOR, EventType.EV_EFI_HCRTM_EVENT),
                Arbitraries.longs().between(1, 0xFFFFFFFEL).map(EventType::new));
        Arbitrary<byte[]> data = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        Arbitrary<List<Bank>> present = Arbitraries.subsetOf(banks).map(List::copyOf);
        return Combinators.combine(pcrs, types, present, data)
                .as((pcr, type, some, bytes) -> new LogEvent(
                        1, -1, pcr, type, Digests.each(some, bank -> digest(bank, bytes)), new Content(bytes)));
    }

    private static Digest digest(Bank bank, byte[] bytes) {
        byte[] digest = new byte[bank.size()];
        System.arraycopy(bytes, 0, digest, 0, Math.min(bytes.length, digest.length));
        return new Digest(bank, digest);
    }
}
