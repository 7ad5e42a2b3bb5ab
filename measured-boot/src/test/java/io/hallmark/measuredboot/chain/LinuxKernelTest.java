package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.io.Questions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What loaders hand to a kernel's EFI stub, where no recording shows it; the rest is in RecordingsTest. */
class LinuxKernelTest {
    private static final Path BOOTS = Path.of(System.getProperty("hallmark.fixtures"), "boots");
    private static final String IPXE = "1.21.1+git20250501";
    private static final String GRUB = "2.12-9+deb13u4";
    private static final String A = "first";
    private static final String B = "second";

    private final List<Artifact> artifacts = new ArrayList<>();
    private Optional<String> cmdline = Optional.empty();
    private List<String> initrds = List.of();

    @Test
    void systemd_boot_before_256_puts_initrds_one_behind_the_other() {
        initrds = List.of(A, B);
        assertThat(computed("linux.initrd", systemdBoot("252.39-1~deb12u2"))).containsExactly(hash("firstsecond"));
        assertThat(computed("linux.initrd", systemdBoot("255.4-1ubuntu8"))).containsExactly(hash("firstsecond"));
    }

    @Test
    void systemd_boot_since_257_pads_all_but_the_last_to_4_bytes() {
        initrds = List.of(A, B);
        assertThat(computed("linux.initrd", systemdBoot("257.13-1~deb13u1")))
                .containsExactly(hash("first\0\0\0second"));
    }

    @Test
    void what_systemd_boot_256_puts_behind_an_initrd_depends_on_the_release() {
        initrds = List.of(A);
        assertThat(assumed(systemdBoot("256.7-1"))).singleElement().asString().contains("256");
        assertThat(computed("linux.initrd", systemdBoot("256.7-1"))).isEmpty();
    }

    @Test
    void several_initrds_of_a_systemd_boot_without_a_version_are_not_guessed() {
        initrds = List.of(A, B);
        assertThat(computed("linux.initrd", systemdBoot("unknown"))).isEmpty();

        initrds = List.of(A);
        assertThat(computed("linux.initrd", systemdBoot("unknown"))).containsExactly(hash(A));
    }

    @Test
    void several_initrds_wait_for_a_boot_of_the_profile_where_none_was_recorded() {
        Unconfirmed joined = new Unconfirmed(9, "how the loader before the kernel joins several initrds");
        cmdline = Optional.of("quiet");
        initrds = List.of(A, B);
        assertThat(boot(systemdBoot("257.13-1~deb13u1")).unconfirmed()).containsExactly(joined);
        assertThat(boot(grub()).unconfirmed()).contains(joined);
        assertThat(boot(systemdBoot("252.39-1~deb12u2")).unconfirmed()).isEmpty();
        assertThat(boot(ipxe()).unconfirmed()).isEmpty();

        initrds = List.of(A);
        assertThat(boot(systemdBoot("257.13-1~deb13u1")).unconfirmed()).isEmpty();
    }

    @Test
    void ipxe_pads_all_but_the_last_to_pages_and_grub_to_4_bytes() {
        cmdline = Optional.of("vmlinuz");
        initrds = List.of(A, B);
        assertThat(computed("linux.initrd", ipxe())).containsExactly(hash("first" + "\0".repeat(4091) + "second"));
        assertThat(computed("linux.initrd", grub())).containsExactly(hash("first\0\0\0second"));
    }

    /** {@code efi_convert_cmdline}: "if (options_size > 0)". */
    @Test
    void without_load_options_the_stub_measures_none() {
        kernel("6.12.0");
        assertThat(events(new LinuxKernel("kernel", List.of(), Optional.empty())))
                .isEmpty();
        assertThat(events(systemdBoot("257.13-1~deb13u1"))).isEmpty();
    }

    @Test
    void an_empty_text_is_not_the_same_as_no_load_options() {
        cmdline = Optional.of("");
        assertThat(computed("linux.load-options", systemdBoot("257.13-1~deb13u1")))
                .containsExactly(hash("\0\0"));
    }

    @Test
    void what_ipxe_and_grub_always_pass_is_not_guessed() {
        assertThat(assumed(ipxe())).singleElement().asString().contains("give that as the kernel's 'cmdline'");
        assertThat(assumed(grub())).singleElement().asString().contains("the kernel's 'cmdline'");
    }

    @Test
    void what_grub_puts_before_a_command_line_need_not_be_described() {
        cmdline = Optional.of("/vmlinuz quiet");
        List<Digests> without = computed("linux.load-options", grub());
        cmdline = Optional.of("BOOT_IMAGE=/vmlinuz quiet");
        assertThat(computed("linux.load-options", grub()))
                .isEqualTo(without)
                .containsExactly(Digests.hash(
                        List.of(Bank.SHA256), "BOOT_IMAGE=/vmlinuz quiet".getBytes(StandardCharsets.UTF_16LE)));
    }

    private BootStage[] systemdBoot(String version) {
        loader("systemd-boot", Product.SYSTEMD_BOOT, version);
        return with(new SystemdBoot("systemd-boot", Optional.empty(), Optional.empty()));
    }

    private BootStage[] ipxe() {
        loader("ipxe", Product.IPXE, IPXE);
        return with(new Ipxe(Optional.of("ipxe"), Optional.empty(), Optional.empty()));
    }

    private BootStage[] grub() {
        loader("grub", Product.GRUB, GRUB);
        return with(new Grub("grub", Map.of()));
    }

    private BootStage[] with(BootStage loader) {
        kernel("6.12.0");
        return new BootStage[] {loader, new LinuxKernel("kernel", initrds, cmdline)};
    }

    private void kernel(String release) {
        loader("kernel", Product.LINUX, release);
    }

    private void loader(String name, String product, String version) {
        PeFacts pe = new PeFacts(all("image " + name), List.of(), List.of());
        artifacts.removeIf(artifact -> artifact.name().equals(name));
        artifacts.add(artifact(name, Optional.of(pe), Optional.of(new Product(product, version)), name));
    }

    private static Artifact artifact(String name, Optional<PeFacts> pe, Optional<Product> product, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Artifact(
                name,
                name,
                new FileFacts(
                        bytes.length, all(content), pe, product, Optional.of(new Content(bytes)), Map.of(), List.of()));
    }

    private List<Digests> computed(String rule, BootStage... stages) {
        return events(stages).stream()
                .filter(event -> event.provenance() instanceof Provenance.Computed computed
                        && computed.rule().equals(rule))
                .map(PredictedEvent::digests)
                .toList();
    }

    private List<String> assumed(BootStage... stages) {
        return events(stages).stream()
                .map(PredictedEvent::provenance)
                .filter(Provenance.Assumed.class::isInstance)
                .map(provenance -> ((Provenance.Assumed) provenance).reason())
                .toList();
    }

    /** Those of the kernel's stub. */
    private List<PredictedEvent> events(BootStage... stages) {
        return boot(stages).events().stream()
                .filter(event -> event.pcr() == 9
                        && event.type().equals(io.hallmark.measuredboot.eventlog.EventType.EV_EVENT_TAG))
                .toList();
    }

    private ChainEvents boot(BootStage... stages) {
        List<Artifact> all = new ArrayList<>(artifacts);
        all.add(artifact(A, Optional.empty(), Optional.empty(), A));
        all.add(artifact(B, Optional.empty(), Optional.empty(), B));
        EventLog reference = EventLogReader.read(BOOTS.resolve("t13-uki").resolve("eventlog.bin"));
        ArtifactSet given = ArtifactSet.of(all, Map.of());
        return Boot.run(
                new BootChain("chain", Optional.empty(), List.of(stages)),
                given,
                List.of(Bank.SHA256),
                new Questions<>(new Surroundings(FirmwareState.of(reference), new Reference(reference), given)));
    }

    private static Digests all(String text) {
        return Digests.hash(Bank.allComputable(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Digests hash(String text) {
        return Digests.hash(List.of(Bank.SHA256), text.getBytes(StandardCharsets.UTF_8));
    }
}
