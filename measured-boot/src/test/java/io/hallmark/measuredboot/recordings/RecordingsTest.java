package io.hallmark.measuredboot.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import io.hallmark.measuredboot.prediction.SelfTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Ground truth: machines that really booted. A recording that is dropped into the folder is picked up without code; so
 * are those below a folder that {@code HALLMARK_RECORDINGS} names.
 */
class RecordingsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));
    private static final KnownFiles KNOWN = new KnownFiles(FIXTURES);
    private static final Map<String, Recording> RECORDINGS = RecordedBoots.recordings();

    /** PCRs that can't follow from digests alone, and why. */
    private static final Map<String, Set<Integer>> NEEDS_BYTES = Map.of(
            // The stub packs companion files into archives, and the recording has only their digests.
            "uki-extra", Set.of(9, 12, 13),
            "t13-uki-extra", Set.of(9, 12, 13),
            // QEMU patches the kernel's setup header and serves the initrd itself: no chain of a real server.
            "qemu-kernel", Set.of(4, 9),
            "qemu-kernel-initrd", Set.of(4, 9));

    @TestFactory
    Stream<DynamicTest> a_recorded_log_replays_to_what_its_tpm_reported() {
        return RECORDINGS.values().stream()
                .map(recording -> dynamicTest(recording.name(), () -> {
                    EventLog log = recording.log();
                    PcrValues replayed = Replay.of(log);

                    assertThat(recording.pcrs()).containsOnlyKeys(log.banks());
                    recording.pcrs().forEach((bank, reported) -> {
                        Map<Integer, Digest> expected = new TreeMap<>(reported);
                        // The kernel extends it after the log has ended.
                        expected.remove(10);
                        assertThat(reported.keySet())
                                .as(bank.label())
                                .containsAll(replayed.of(bank).keySet());
                        assertThat(values(replayed, bank, expected.keySet()))
                                .as(bank.label())
                                .isEqualTo(expected);
                    });
                }));
    }

    /** PCRs that no event extends are as they were when the machine was switched on (PTP, "PCR Initial Values"). */
    private static Map<Integer, Digest> values(PcrValues replayed, Bank bank, Set<Integer> pcrs) {
        byte[] ones = new byte[bank.size()];
        Arrays.fill(ones, (byte) 0xFF);
        Map<Integer, Digest> values = new TreeMap<>();
        pcrs.forEach(pcr -> values.put(
                pcr, replayed.value(bank, pcr).orElse(pcr >= 17 && pcr <= 22 ? new Digest(bank, ones) : bank.zero())));
        return values;
    }

    @TestFactory
    Stream<DynamicTest> a_recorded_log_follows_from_what_its_node_booted() {
        return RECORDINGS.values().stream()
                .map(recording -> dynamicTest(recording.name(), () -> {
                    RecordedChain chain = new RecordedChain(recording, KNOWN, baseOf(recording));
                    BootChain booted = chain.chain();

                    SelfTest test = RecordedBoots.selfTest(
                            RecordedBoots.profile(recording, recording), booted, chain.artifacts());

                    Set<Integer> known = NEEDS_BYTES.getOrDefault(recording.name(), Set.of());
                    assertThat(test.divergences())
                            .filteredOn(divergence -> !known.contains(divergence.pcr()))
                            .isEmpty();
                    assertThat(test.divergences())
                            .extracting(SelfTest.Divergence::pcr)
                            .containsExactlyElementsOf(known.stream().sorted().toList());
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_variant_is_predicted_from_the_log_of_its_base() {
        return variants()
                .map(recording -> dynamicTest(recording.name(), () -> {
                    Prediction prediction = fromBase(recording);
                    EventLog measured = recording.log();

                    Set<Integer> known = NEEDS_BYTES.getOrDefault(recording.name(), Set.of());
                    for (int pcr : List.of(4, 5, 7, 8, 9, 11, 12, 13, 14)) {
                        if (!known.contains(pcr)) {
                            assertThat(softwareEvents(prediction, pcr))
                                    .as("software events of PCR %d", pcr)
                                    .isEqualTo(softwareEvents(measured, pcr));
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> what_is_predicted_wrongly_from_a_base_is_never_enforced_unless_firmware_changed() {
        return variants()
                .map(recording -> dynamicTest(recording.name(), () -> {
                    Prediction prediction = fromBase(recording);
                    EventLog measured = recording.log();
                    // The self-test of the base refuses these.
                    Set<Integer> refused = NEEDS_BYTES.getOrDefault(recording.name(), Set.of());

                    for (PredictedPcr pcr : prediction.pcrs()) {
                        if (pcr.notEnforceable().isEmpty() && pcr.pcr() >= 8 && !refused.contains(pcr.pcr())) {
                            assertThat(pcr.values())
                                    .as("PCR %d", pcr.pcr())
                                    .isEqualTo(Digests.of(recording.pcrs().entrySet().stream()
                                            .filter(bank -> measured.banks().contains(bank.getKey()))
                                            .map(bank -> bank.getValue().get(pcr.pcr()))
                                            .toList()));
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> nothing_is_assumed_but_what_needs_bytes() {
        return variants()
                .map(recording -> dynamicTest(recording.name(), () -> {
                    Set<Integer> known = NEEDS_BYTES.getOrDefault(recording.name(), Set.of());

                    assertThat(fromBase(recording).pcrs())
                            .filteredOn(pcr -> pcr.notEnforceable()
                                    .filter(reason -> reason.startsWith("assumed"))
                                    .isPresent())
                            .extracting(PredictedPcr::pcr)
                            .filteredOn(pcr -> !known.contains(pcr))
                            .isEmpty();
                }));
    }

    @Test
    void boot_entries_that_name_the_network_card_vary_though_the_variables_are_known() {
        Recording recording = RECORDINGS.get("pxe-ipxe");
        RecordedChain chain = new RecordedChain(recording, KNOWN, Optional.empty());
        BootChain booted = chain.chain();
        Prediction prediction =
                new Predictor(RecordedBoots.profile(recording, recording)).predict(booted, chain.artifacts());

        assertThat(prediction.pcr(1).orElseThrow().onlyVaries()).isTrue();
        assertThat(prediction.events())
                .filteredOn(event -> event.variation().isPresent())
                .extracting(PredictedEvent::description)
                .containsExactly("Boot0001", "Boot0002", "Boot0003", "Boot0004");
    }

    private static Stream<Recording> variants() {
        return RECORDINGS.values().stream().filter(recording -> recording.base().isPresent());
    }

    private static Optional<Recording> baseOf(Recording recording) {
        return recording.base().map(RECORDINGS::get);
    }

    private static Prediction fromBase(Recording recording) {
        RecordedChain chain = new RecordedChain(recording, KNOWN, baseOf(recording));
        BootChain booted = chain.chain();
        return new Predictor(RecordedBoots.profile(baseOf(recording).orElseThrow(), recording))
                .predict(booted, chain.artifacts());
    }

    private static List<Digests> softwareEvents(Prediction prediction, int pcr) {
        return prediction.events().stream()
                .filter(event -> event.pcr() == pcr)
                .filter(event -> isSoftware(pcr, event.type(), event.data().bytes()))
                .map(PredictedEvent::digests)
                .toList();
    }

    private static List<Digests> softwareEvents(EventLog log, int pcr) {
        return log.events().stream()
                .filter(event -> event.pcr() == pcr)
                .filter(event -> isSoftware(pcr, event.type(), event.data().bytes()))
                .map(LogEvent::digests)
                .toList();
    }

    /** What loaders, kernel and partitioning measure, told by PCR and type alone. */
    private static boolean isSoftware(int pcr, EventType type, byte[] data) {
        return switch (pcr) {
            case 4 -> type.equals(EventType.EV_EFI_BOOT_SERVICES_APPLICATION) || type.equals(EventType.EV_IPL);
            case 5 ->
                type.equals(EventType.EV_EVENT_TAG)
                        || type.equals(EventType.EV_EFI_GPT_EVENT)
                        || type.equals(EventType.EV_IPL_PARTITION_DATA);
            // The variable's vendor GUID begins with shim's 605dab50.
            case 7 ->
                type.equals(EventType.EV_EFI_VARIABLE_AUTHORITY)
                        && data.length > 4
                        && data[0] == 0x50
                        && data[3] == 0x60;
            default -> true;
        };
    }
}
