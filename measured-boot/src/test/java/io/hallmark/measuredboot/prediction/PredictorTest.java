package io.hallmark.measuredboot.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.Ipxe;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static final Path BOOTS = Path.of(System.getProperty("hallmark.fixtures"), "boots");
    private static final EventLog REFERENCE = log("t13-pxe-ipxe");

    @Test
    void a_command_line_with_variables_of_the_node_varies_and_keeps_its_template() {
        Prediction prediction = predict(
                HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz ip=${ip} BOOTIF=${mac}", "1.21.1+git20250501");

        PredictedEvent options = prediction.events().stream()
                .filter(event -> event.pcr() == 9)
                .findFirst()
                .orElseThrow();
        assertThat(options.digests().isEmpty()).isTrue();
        assertThat(options.variation().orElseThrow().template()).contains("vmlinuz ip=${ip} BOOTIF=${mac}");
        assertThat(prediction.pcr(9).orElseThrow().values().isEmpty()).isTrue();
        assertThat(prediction.pcr(9).orElseThrow().notEnforceable().orElseThrow())
                .startsWith("varies: ");
        assertThat(prediction.pcr(4).orElseThrow().notEnforceable()).isEmpty();
    }

    @Test
    void an_unknown_ipxe_makes_the_initrd_assumed_and_pcr_9_not_enforceable() {
        Prediction prediction =
                predict(HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz console=ttyS0", "development build");

        assertThat(prediction.events())
                .filteredOn(event -> event.provenance() instanceof Provenance.Assumed)
                .hasSize(1);
        assertThat(prediction.pcr(9).orElseThrow().notEnforceable().orElseThrow())
                .contains("version of the loader");
    }

    @Test
    void an_old_ipxe_loads_the_initrd_unmeasured_and_the_report_says_so() {
        Prediction prediction =
                predict(HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz initrd=initrd.img", "1.0.0+git-2019");

        assertThat(prediction.notCovered()).anyMatch(line -> line.contains("initrd") && line.contains("no PCR"));
    }

    @Test
    void network_boot_entries_make_pcr_1_vary_by_node() {
        Prediction prediction = predict(HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz", "1.21.1+git20250501");

        assertThat(prediction.pcr(1).orElseThrow().notEnforceable().orElseThrow())
                .contains("MAC address");
    }

    @Test
    void a_second_reference_log_reveals_what_varies() {
        HardwareProfile one = HardwareProfile.of("q35", List.of(log("disk-grub")));
        HardwareProfile two = HardwareProfile.of("q35", List.of(log("disk-grub"), log("disk-grub-mem2g")));

        assertThat(predict(one, "vmlinuz", "1.21.1+git20250501")
                        .pcr(0)
                        .orElseThrow()
                        .notEnforceable())
                .isEmpty();
        assertThat(predict(two, "vmlinuz", "1.21.1+git20250501")
                        .pcr(0)
                        .orElseThrow()
                        .notEnforceable()
                        .orElseThrow())
                .isEqualTo("varies: differs in reference log 2");
        assertThat(predict(two, "vmlinuz", "1.21.1+git20250501")
                        .pcr(7)
                        .orElseThrow()
                        .notEnforceable())
                .isEmpty();
    }

    /** PFP, "Startup Locality Event": it is logged, not extended. */
    @Test
    void reference_logs_that_begin_pcr_0_with_another_locality_make_it_vary() {
        Prediction prediction = predict(
                HardwareProfile.of("q35", List.of(REFERENCE, startedAt(3, REFERENCE))),
                "vmlinuz",
                "1.21.1+git20250501");

        assertThat(prediction.pcr(0).orElseThrow().notEnforceable())
                .contains("varies: PCR 0 begins with locality 3 in reference log 2, with 0 in the first one");
        assertThat(prediction.pcr(4).orElseThrow().notEnforceable()).isEmpty();
    }

    @Test
    void of_a_bank_that_the_profile_lacks_it_is_said_that_nothing_is_covered_there() {
        Prediction prediction = predict(HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz", "1.21.1+git20250501")
                .only(List.of(Bank.SHA256));

        assertThat(prediction.only(List.of(Bank.SHA256, Bank.SHA384)).notCovered())
                .hasSize(prediction.notCovered().size() + 1)
                .anyMatch(line -> line.startsWith("In bank sha384 there are no golden values"));
    }

    @Test
    void a_reference_log_with_more_firmware_events_makes_the_pcr_vary() {
        HardwareProfile profile = HardwareProfile.of("q35", List.of(log("pxe-ipxe"), log("pxe-ipxe-rom")));

        assertThat(predict(profile, "vmlinuz", "1.21.1+git20250501")
                        .pcr(2)
                        .orElseThrow()
                        .notEnforceable()
                        .orElseThrow())
                .startsWith("varies: reference log 2 has 2 events of firmware in PCR 2");
        assertThat(predict(profile, "vmlinuz", "1.21.1+git20250501").events())
                .filteredOn(event -> event.pcr() == 2 && event.variation().isPresent())
                .singleElement()
                .satisfies(event -> assertThat(event.variation().orElseThrow().numberVaries())
                        .isTrue());
    }

    @Test
    void the_gate_does_not_hide_an_unproven_pcr_behind_an_event_that_varies() {
        Prediction prediction =
                predict(HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz ip=${ip}", "1.21.1+git20250501");
        assertThat(prediction.pcr(9).orElseThrow().onlyVaries()).isTrue();

        Prediction gated = prediction.gated(new Gate(REFERENCE).test(prediction));

        assertThat(gated.pcr(9).orElseThrow().onlyVaries()).isFalse();
        assertThat(gated.pcr(9).orElseThrow().notEnforceable().orElseThrow()).startsWith("self-test: event");
    }

    @Test
    void the_gate_tells_of_pcrs_that_only_the_reference_log_has_events_of() {
        EventLog other = log("t13-disk-grub");
        Prediction prediction = predict(HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz", "1.21.1+git20250501");
        assertThat(prediction.pcr(8)).isEmpty();

        Prediction gated = prediction.gated(new Gate(other).test(prediction));

        assertThat(gated.pcr(8).orElseThrow().values().isEmpty()).isTrue();
        assertThat(gated.pcr(8).orElseThrow().notEnforceable().orElseThrow())
                .contains("expected no further event")
                .contains("a stage is missing in it");
        assertThat(gated.pcrs()).extracting(PredictedPcr::pcr).isSorted();
    }

    @Test
    void the_gate_keeps_pcrs_that_the_self_test_did_not_prove_from_being_enforced() {
        Prediction prediction = predict(HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz", "1.21.1+git20250501");
        SelfTest test = new Gate(REFERENCE).test(prediction);

        Prediction gated = prediction.gated(test);

        assertThat(gated.pcr(7).orElseThrow().notEnforceable()).isEmpty();
        assertThat(gated.pcr(4).orElseThrow().notEnforceable().orElseThrow())
                .startsWith("self-test: event 29 of the reference log: expected ")
                .contains("expected EV_EFI_BOOT_SERVICES_APPLICATION ipxe")
                .contains("the node booted another ipxe");
        assertThat(gated.events()).isEqualTo(prediction.events());
    }

    @Test
    void a_missing_artifact_is_named() {
        BootChain chain =
                new BootChain("pxe", Optional.empty(), List.of(new LinuxKernel("kernel", List.of(), Optional.empty())));

        assertThatThrownBy(() -> new Predictor(HardwareProfile.of("q35", List.of(REFERENCE)))
                        .predict(chain, ArtifactSet.of(List.of(), Map.of())))
                .isInstanceOf(MeasuredBootException.class)
                .hasMessageContaining("no artifact named 'kernel'");
    }

    @Test
    void a_kernel_that_is_not_known_as_a_pe_file_leaves_pcr_4_unenforced() {
        BootChain chain = new BootChain(
                "stub", Optional.empty(), List.of(new LinuxKernel("kernel", List.of(), Optional.of("quiet"))));
        Artifact kernel = new Artifact("kernel", "boot/vmlinuz", FileFacts.ofDigests(1, digests("kernel")));

        Prediction prediction = new Predictor(HardwareProfile.of("q35", List.of(REFERENCE)))
                .predict(chain, ArtifactSet.of(List.of(kernel), Map.of()));

        assertThat(prediction.pcr(4).orElseThrow().notEnforceable().orElseThrow())
                .contains("hallmark digest");
    }

    @Test
    void the_last_events_of_the_log_stay_the_last() {
        Prediction prediction = predict(HardwareProfile.of("q35", List.of(REFERENCE)), "vmlinuz", "1.21.1+git20250501");

        List<PredictedEvent> events = prediction.events();
        assertThat(events.get(events.size() - 1).type()).isEqualTo(EventType.EV_EFI_ACTION);
        assertThat(new String(events.get(events.size() - 1).data().bytes(), StandardCharsets.US_ASCII))
                .isEqualTo("Exit Boot Services Returned with Success");
    }

    private static Prediction predict(HardwareProfile profile, String cmdline, String ipxeVersion) {
        BootChain chain = new BootChain(
                "pxe",
                Optional.empty(),
                List.of(
                        new Ipxe(Optional.of("ipxe"), Optional.empty(), Optional.empty()),
                        new LinuxKernel("kernel", List.of("initrd"), Optional.of(cmdline))));
        List<Artifact> artifacts = List.of(
                image("ipxe", new Product(Product.IPXE, ipxeVersion)),
                image("kernel", new Product(Product.LINUX, "6.12.0")),
                new Artifact("initrd", "boot/initrd.img", FileFacts.ofDigests(5, digests("initrd"))));
        return new Predictor(profile).predict(chain, ArtifactSet.of(artifacts, Map.of()));
    }

    private static EventLog startedAt(int locality, EventLog log) {
        List<LogEvent> events = new ArrayList<>(log.events());
        byte[] data = ("StartupLocality\0" + (char) locality).getBytes(StandardCharsets.US_ASCII);
        events.add(0, new LogEvent(0, -1, 0, EventType.EV_NO_ACTION, Digests.none(), new Content(data)));
        return new EventLog(log.format(), log.banks(), events, log.findings());
    }

    private static Artifact image(String name, Product product) {
        return new Artifact(
                name,
                "boot/" + name,
                new FileFacts(
                        name.length(),
                        digests(name),
                        Optional.of(new PeFacts(digests("image " + name), List.of(), List.of())),
                        Optional.of(product),
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    private static Digests digests(String text) {
        return Digests.hash(Bank.allComputable(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static EventLog log(String recording) {
        return EventLogReader.read(BOOTS.resolve(recording).resolve("eventlog.bin"));
    }
}
