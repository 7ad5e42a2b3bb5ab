package io.hallmark.measuredboot.eventlog.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.EventLogWriter;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.Finding;
import io.hallmark.measuredboot.eventlog.Finding.Severity;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.testsupport.Fixtures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What firmware does that is odd is told by name, with the event that shows it. */
class InspectionTest {
    private static final byte[] ZEROS = new byte[4];

    private final List<LogEvent> events = new ArrayList<>();

    @Test
    void an_ordinary_boot_shows_nothing() {
        add(0, EventType.EV_S_CRTM_VERSION, "1.0".getBytes(US_ASCII));
        add(0, EventType.EV_SEPARATOR, ZEROS);
        add(4, EventType.EV_EFI_ACTION, "Calling EFI Application from Boot Option".getBytes(US_ASCII));

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_start_of_the_tpm_from_another_locality_is_told_once() {
        noAction(0, locality(3));
        noAction(0, locality(3));

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("startup-locality");
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.event()).isEqualTo(1);
            assertThat(finding.message()).contains("event 1 at offset").contains("3");
        });
    }

    @Test
    void a_start_from_locality_0_is_not_odd() {
        noAction(0, locality(0));

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_root_of_trust_that_was_measured_before_startup_is_told() {
        add(0, EventType.EV_EFI_HCRTM_EVENT, "HCRTM".getBytes(US_ASCII));

        assertThat(codes()).containsExactly("h-crtm");
    }

    @Test
    void an_event_without_action_on_another_pcr_than_0_is_told_once_and_extends_nothing() {
        noAction(0, "nothing odd here".getBytes(US_ASCII));
        noAction(6, "an event of a vendor".getBytes(US_ASCII));
        noAction(7, "another".getBytes(US_ASCII));

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("no-action-on-pcr");
            assertThat(finding.event()).isEqualTo(2);
            assertThat(finding.message()).endsWith("EV_NO_ACTION on PCR 6");
        });
    }

    @Test
    void an_event_of_no_pcr_is_told_once() {
        add(LogEvent.NO_PCR, EventType.EV_COMPACT_HASH, "a boot of Windows".getBytes(US_ASCII));
        add(LogEvent.NO_PCR, EventType.EV_COMPACT_HASH, "a boot of Windows".getBytes(US_ASCII));

        assertThat(codes()).containsExactly("no-pcr");
    }

    @Test
    void digests_in_another_order_than_the_header_are_told_once_and_are_those_of_their_banks() {
        add(0, EventType.EV_SEPARATOR, ZEROS);
        add(1, EventType.EV_SEPARATOR, ZEROS);
        byte[] log = EventLogWriter.write(log());
        swapDigests(log, (int) read(log).events().get(1).offset());

        EventLog read = read(log);

        assertThat(Inspection.findings(read)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("digest-order");
            assertThat(finding.event()).isEqualTo(2);
        });
        assertThat(read.events().get(1).digests()).isEqualTo(digests(ZEROS));
    }

    @Test
    void what_firmware_measures_after_its_separator_is_told_once() {
        add(2, EventType.EV_SEPARATOR, ZEROS);
        // AMD's AGESA.
        add(2, new EventType(0x8401), "late".getBytes(US_ASCII));
        add(3, new EventType(0x8401), "not after a separator of its own".getBytes(US_ASCII));
        add(2, new EventType(0x8401), "later".getBytes(US_ASCII));

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("after-separator");
            assertThat(finding.event()).isEqualTo(2);
            assertThat(finding.message()).contains("in PCR 2");
        });
    }

    @Test
    void loaders_measure_after_separators_and_that_is_not_odd() {
        add(4, EventType.EV_SEPARATOR, ZEROS);
        add(4, EventType.EV_IPL, "loader".getBytes(US_ASCII));

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_separator_of_an_error_and_one_of_another_size_are_told_each() {
        add(0, EventType.EV_SEPARATOR, new byte[] {1, 0, 0, 0});
        add(1, EventType.EV_SEPARATOR, new byte[50]);
        add(2, EventType.EV_SEPARATOR, new byte[] {-1, -1, -1, -1});

        assertThat(findings())
                .extracting(Finding::code, Finding::event, Finding::severity)
                .containsExactly(
                        tuple("odd-separator", 1, Severity.WARNING), tuple("odd-separator", 2, Severity.WARNING));
        assertThat(findings().get(0).message()).endsWith("of 4 bytes, value 1");
        assertThat(findings().get(1).message()).endsWith("of 50 bytes");
    }

    @Test
    void content_that_is_not_as_its_type_says_is_told_with_the_reason() {
        add(4, EventType.EV_EFI_BOOT_SERVICES_APPLICATION, new byte[7]);

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("undecodable-content");
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.message()).contains("not decodable");
        });
    }

    @Test
    void a_device_path_that_is_longer_than_its_event_is_not_decodable() {
        byte[] image = new byte[32];
        image[24] = 100;
        add(4, EventType.EV_EFI_BOOT_SERVICES_APPLICATION, image);

        assertThat(findings().get(0).message()).contains("a device path of 100 bytes does not fit");
    }

    @Test
    void a_digest_of_other_bytes_than_the_event_has_is_told_for_the_types_that_say_which() {
        events.add(event(0, EventType.EV_S_CRTM_VERSION, digests(new byte[2]), new byte[1]));
        // The digest of an image is not of the event.
        events.add(event(4, EventType.EV_IPL, digests(new byte[2]), new byte[1]));

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("digest-not-of-data");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("EV_S_CRTM_VERSION in PCR 0, bank sha1");
        });
    }

    @Test
    void one_bank_of_which_the_digest_is_another_is_enough() {
        Digests digests = Digests.of(Bank.SHA1.hash(ZEROS), Bank.SHA256.hash(new byte[1]));
        events.add(event(0, EventType.EV_SEPARATOR, digests, ZEROS));

        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).endsWith("bank sha256"));
    }

    @Test
    void a_recorded_boot_of_virtual_firmware_gives_no_warning() {
        EventLog log = EventLogReader.read(Fixtures.path("boots/disk-grub/eventlog.bin"));

        assertThat(Inspection.findings(log))
                .filteredOn(finding -> finding.severity() != Severity.NOTE)
                .isEmpty();
    }

    private void add(int pcr, EventType type, byte[] data) {
        events.add(event(pcr, type, digests(data), data));
    }

    /** The digests of such events are zeros, since nothing is extended (PFP, "EV_NO_ACTION"). */
    private void noAction(int pcr, byte[] data) {
        events.add(event(pcr, EventType.EV_NO_ACTION, Digests.of(Bank.SHA1.zero(), Bank.SHA256.zero()), data));
    }

    private LogEvent event(int pcr, EventType type, Digests digests, byte[] data) {
        return new LogEvent(events.size() + 1, -1, pcr, type, digests, new Content(data));
    }

    private static byte[] locality(int locality) {
        return ByteBuffer.allocate(17)
                .put("StartupLocality\0".getBytes(US_ASCII))
                .put((byte) locality)
                .array();
    }

    private EventLog log() {
        return new EventLog(EventLog.Format.CRYPTO_AGILE, List.of(Bank.SHA1, Bank.SHA256), events, List.of());
    }

    /** As the reader and the inspection find them in the bytes of the log. */
    private List<Finding> findings() {
        return Inspection.findings(read(EventLogWriter.write(log())));
    }

    private List<String> codes() {
        return findings().stream().map(Finding::code).toList();
    }

    private static EventLog read(byte[] log) {
        return EventLogReader.read(log, "log");
    }

    /** The two digests of the record at this offset, each behind its algorithm, change places. */
    private static void swapDigests(byte[] log, int record) {
        ByteBuffer digests = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).position(record + 12);
        byte[] sha1 = new byte[2 + Bank.SHA1.size()];
        byte[] sha256 = new byte[2 + Bank.SHA256.size()];
        digests.get(sha1).get(sha256);
        digests.position(record + 12).put(sha256).put(sha1);
    }

    /** The digests that a log of SHA-1 and SHA-256 has of an event's data. */
    private static Digests digests(byte[] data) {
        return Digests.hash(List.of(Bank.SHA1, Bank.SHA256), data);
    }
}
