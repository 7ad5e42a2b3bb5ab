package io.hallmark.baselines.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.recordings.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Boots that were recorded, against baselines of other recorded boots. What must come out is what the TPM reported. */
class DriftTest {

    /** What each recording changes against its base, as its description says, and how drift tells it. */
    private record Case(String recording, int pcr, String probably) {}

    private static final List<Case> CASES = List.of(
            new Case("disk-grub-kernel", 9, "another kernel (linux 6.1.0-56-cloud-amd64, ESP:/vmlinuz)"),
            new Case("disk-grub-initrd", 9, "another initrd0 (ESP:/initrd.img)"),
            new Case("disk-grub-cfg", 9, "another file /EFI/debian/grub.cfg"),
            new Case("disk-grub-disksize", 5, "the disk has another partition table: GPT of disk"),
            new Case(
                    "disk-grub-mok",
                    14,
                    "the keys that it knows are others; expected 'MokList', found EV_IPL 'MokList'"),
            new Case("disk-grub-sb", 7, "Secure Boot is set in another way, or other keys decide: SecureBoot: on"),
            new Case("disk-grub-mem2g", 0, "another firmware version, or changed firmware"),
            new Case("efistub-shell-kernel", 4, "another kernel (linux 6.1.0-56-cloud-amd64, ESP:/vmlinuz.efi)"),
            new Case("pxe-ipxe-kernel", 4, "another kernel (linux 6.1.0-56-cloud-amd64, TFTP:/vmlinuz)"),
            new Case("pxe-ipxe-full", 4, "another ipxe (ipxe 1.0.0+git-20190125.36a4c85-5.1, TFTP:/snponly.efi)"),
            new Case("pxe-ipxe-cmdline", 9, "another boot configuration: expected 'load options: vmlinuz"),
            new Case("pxe-ipxe-rom", 2, "something is measured before 'separator': EV_EFI_BOOT_SERVICES_DRIVER"),
            new Case("pxe-ipxe-rom", 4, "the node left out 'ipxe (TFTP:/snponly.efi)'"),
            new Case("pxe-shim-grub", 4, "something is measured before 'grub (TFTP:/grubnetx64.efi)'"),
            new Case("uki-cmdline", 11, "another uki (systemd-stub 252.39-1~deb12u2, ESP:/EFI/BOOT/BOOTX64.EFI)"),
            new Case("uki-extra", 9, "is the one of the baseline, but what it measures is not"),
            new Case("t13-uki-sdboot", 5, "something is measured before 'Exit Boot Services Invocation'"));

    @TestFactory
    Stream<DynamicTest> a_boot_of_what_is_approved_is_no_drift() {
        return Recorded.ALL.keySet().stream()
                .map(name -> dynamicTest(name, () -> {
                    DriftReport report = drift(Recorded.baseline(name, name)).of("node", Recorded.log(name));

                    assertThat(report.drift()).isFalse();
                    assertThat(report.pcrs()).noneMatch(DriftReport.PcrDrift::enforced);
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_pcrs_that_drift_are_those_of_which_the_tpm_reported_another_value() {
        return Recorded.ALL.keySet().stream()
                .filter(name -> Recorded.base(name).isPresent())
                .map(name -> dynamicTest(name, () -> {
                    String base = Recorded.base(name).orElseThrow();
                    BaselineDocument baseline = Recorded.baseline(base, base);
                    List<Integer> enforced = new Candidate(baseline, 1).enforced();

                    DriftReport report = drift(baseline).of("node", Recorded.log(name));

                    assertThat(report.pcrs().stream()
                                    .filter(DriftReport.PcrDrift::enforced)
                                    .map(DriftReport.PcrDrift::pcr))
                            .containsExactlyElementsOf(enforced.stream()
                                    .filter(pcr -> !reported(name, pcr).equals(reported(base, pcr)))
                                    .toList());
                }));
    }

    @TestFactory
    Stream<DynamicTest> drift_names_the_event_and_what_it_probably_is() {
        return CASES.stream()
                .map(c -> dynamicTest(c.recording() + " PCR " + c.pcr(), () -> {
                    String base = Recorded.base(c.recording()).orElseThrow();

                    DriftReport report = drift(Recorded.baseline(base, base)).of("node", Recorded.log(c.recording()));

                    DriftReport.PcrDrift drift = report.pcrs().stream()
                            .filter(pcr -> pcr.pcr() == c.pcr())
                            .findFirst()
                            .orElseThrow();
                    assertThat(drift.probably()).contains(c.probably());
                    assertThat(drift.differences()).isPositive();
                }));
    }

    @Test
    void of_all_baselines_the_one_of_the_same_class_and_chain_is_found() {
        List<BaselineDocument> all = Stream.of("disk-grub", "pxe-grub", "pxe-ipxe", "uki", "sdboot-type1", "t13-uki")
                .map(name -> Recorded.baseline(name, name))
                .toList();
        Drift drift = new Drift(all, all, List::of);

        for (String name : List.of("disk-grub", "pxe-grub", "pxe-ipxe", "uki")) {
            DriftReport report = drift.of("node", Recorded.log(name + "-again"));
            assertThat(report.drift()).as(name).isFalse();
            assertThat(report.nearest().orElseThrow().baseline().hardware()).isEqualTo(name);
        }
        assertThat(drift.of("node", Recorded.log("uki-cmdline"))
                        .nearest()
                        .orElseThrow()
                        .baseline()
                        .hardware())
                .isEqualTo("uki");
    }

    @Test
    void a_node_with_the_previous_set_is_no_drift_while_that_is_accepted() {
        DriftReport report = drift(Recorded.baseline("pxe-ipxe", "pxe-ipxe-kernel", "pxe-ipxe"))
                .of("node", Recorded.log("pxe-ipxe-again"));

        assertThat(report.drift()).isFalse();
        assertThat(report.nearest().orElseThrow().number()).isEqualTo(2);
        assertThat(report.observation(Instant.EPOCH, "test").orElseThrow().set())
                .contains(Recorded.set("pxe-ipxe", "pxe-ipxe").fingerprint());
    }

    @Test
    void a_node_with_a_set_that_was_retired_is_told_as_such_and_history_is_asked_for_only_then() {
        BaselineDocument now = Recorded.baseline("pxe-ipxe", "pxe-ipxe-kernel");
        AtomicInteger asked = new AtomicInteger();
        Drift drift = new Drift(List.of(now), List.of(now), () -> {
            asked.incrementAndGet();
            return List.of(Recorded.baseline("pxe-ipxe", "pxe-ipxe"));
        });

        assertThat(drift.of("good", Recorded.log("pxe-ipxe-kernel")).drift()).isFalse();
        assertThat(asked).hasValue(0);
        DriftReport report = drift.of("old", Recorded.log("pxe-ipxe-again"));

        assertThat(report.pcrs()).extracting(DriftReport.PcrDrift::pcr).containsExactly(4);
        assertThat(report.pcrs().get(0).probably())
                .startsWith("kernel (linux 6.1.0-56-cloud-amd64, TFTP:/vmlinuz) of a previous set that is not accepted"
                        + " any more, of commit ")
                .endsWith(": the node was not updated, or was set back");
        assertThat(report.observation(Instant.EPOCH, "test").orElseThrow().set())
                .isEmpty();
    }

    @Test
    void a_node_that_boots_another_image_of_the_repository_is_told_as_such() {
        BaselineDocument held = Recorded.baseline("pxe-ipxe", "pxe-ipxe");
        BaselineDocument other = Recorded.baseline("pxe-ipxe-kernel", "pxe-ipxe-kernel");
        Drift drift = new Drift(List.of(held), List.of(held, other), List::of);

        assertThat(drift.of("node", Recorded.log("pxe-ipxe-kernel"))
                        .pcrs()
                        .get(0)
                        .probably())
                .contains("of the baseline compute/disk on pxe-ipxe-kernel")
                .contains("the node boots another image or chain");
    }

    @Test
    void a_machine_of_a_class_without_a_profile_is_told_as_such() {
        EventLog legacy = Recorded.log("bios-grub");

        DriftReport report = drift(Recorded.baseline("uki", "uki")).of("node", legacy);

        assertThat(report.drift()).isTrue();
        assertThat(report.notes())
                .anyMatch(note -> note.contains("of a class of servers that has no hardware profile"));
    }

    @Test
    void a_log_without_a_common_bank_and_baselines_that_enforce_nothing_are_drift_because_nobody_can_tell() {
        BaselineDocument baseline = Recorded.baseline("uki", "uki");
        EventLog log = Recorded.log("uki");
        EventLog sha1 = new EventLog(
                log.format(),
                List.of(Bank.SHA1),
                log.events().stream()
                        .map(e -> new LogEvent(
                                e.number(),
                                e.offset(),
                                e.pcr(),
                                e.type(),
                                e.digests().only(List.of(Bank.SHA1)),
                                e.data()))
                        .toList(),
                List.of());
        BaselineDocument nothing =
                new BaselineDocument("compute", "disk", "uki", baseline.banks(), List.of(23), baseline.accepted());

        DriftReport noBank = drift(baseline).of("node", sha1);
        DriftReport noPcr = drift(nothing).of("node", log);

        assertThat(noBank.drift()).isTrue();
        assertThat(noBank.notes())
                .containsExactly("the log has only the banks [sha1], of which the baselines have none");
        assertThat(noPcr.drift()).isTrue();
        assertThat(noPcr.notes()).containsExactly("no baseline enforces a PCR, so there is nothing to compare with");
        assertThat(noPcr.observation(Instant.EPOCH, "test")).isEmpty();
    }

    @Test
    void a_log_that_ends_early_is_drift_at_the_event_that_is_missing() {
        EventLog log = Recorded.log("uki");
        EventLog cut = new EventLog(
                log.format(), log.banks(), log.events().subList(0, log.events().size() - 4), List.of());

        DriftReport report = drift(Recorded.baseline("uki", "uki")).of("node", cut);

        assertThat(report.drift()).isTrue();
        assertThat(report.pcrs())
                .anyMatch(pcr -> pcr.found().isEmpty() && pcr.probably().startsWith("the node did not get as far as"));
    }

    @Test
    void what_a_log_says_of_itself_stays_on_one_short_line() {
        EventLog log = Recorded.log("uki");
        List<LogEvent> events = new ArrayList<>(log.events());
        byte[] text = ("x\n\u001b[31m\u009b2J" + "A".repeat(5000)).getBytes(StandardCharsets.UTF_8);
        events.add(new LogEvent(
                events.size() + 1,
                -1,
                11,
                EventType.EV_IPL,
                io.hallmark.measuredboot.digest.Digests.hash(log.banks(), text),
                new Content(text)));

        DriftReport report = drift(Recorded.baseline("uki", "uki"))
                .of("node", new EventLog(log.format(), log.banks(), events, List.of()));

        assertThat(report.pcrs().get(0).probably()).matches("\\P{Cc}{50,300}");
    }

    private static Drift drift(BaselineDocument baseline) {
        return new Drift(List.of(baseline), List.of(baseline), List::of);
    }

    /** Of SHA-256, as the TPM reported it; a PCR that was never extended has its zeros. */
    private static Object reported(String name, int pcr) {
        Recording recording = Recorded.ALL.get(name);
        return Optional.ofNullable(recording.pcrs().get(Bank.SHA256).get(pcr));
    }
}
