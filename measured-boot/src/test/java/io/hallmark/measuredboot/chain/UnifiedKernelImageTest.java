package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.artifact.StubArchive;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.io.Questions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules of systemd-stub that no recording exercises; those that recordings do are in RecordingsTest. */
class UnifiedKernelImageTest {
    private static final Path BOOTS = Path.of(System.getProperty("hallmark.fixtures"), "boots");
    private static final String STUB_252 = "252.39-1~deb12u2";
    private static final String STUB_257 = "257.13-1~deb13u1";
    private static final String KERNEL = "6.12.0";

    private final List<Artifact> artifacts = new ArrayList<>();
    private String log = "t13-uki";
    private Optional<String> options = Optional.empty();
    private Map<String, String> companions = Map.of();
    private Map<String, String> credentials = Map.of();

    @Test
    void stub_252_hands_over_the_initrd_and_the_archives_of_signature_and_key() {
        uki(STUB_252, section(".initrd", "initrd"), section(".pcrsig", "{}"), section(".pcrpkey", "key"));

        assertThat(computed(9, "linux.initrd"))
                .containsExactly(hash(pad("initrd"), archive(".pcrsig", "{}"), archive(".pcrpkey", "key")));
    }

    @Test
    void stub_252_takes_no_notice_of_microcode_os_release_and_profile_for_the_initrd() {
        uki(STUB_252, section(".ucode", "ucode"), section(".osrel", "ID=x"), section(".initrd", "initrd"));

        assertThat(computed(9, "linux.initrd")).containsExactly(hash(bytes("initrd")));
    }

    @Test
    void stub_257_hands_over_microcode_first_and_the_archives_last() {
        uki(
                STUB_257,
                section(".profile", "ID=main"),
                section(".pcrpkey", "key"),
                section(".osrel", "ID=x"),
                section(".pcrsig", "{}"),
                section(".initrd", "initrd"),
                section(".ucode", "ucode"));

        assertThat(computed(9, "linux.initrd"))
                .containsExactly(hash(
                        pad("ucode"),
                        pad("initrd"),
                        archive(".pcrsig", "{}"),
                        archive(".pcrpkey", "key"),
                        archive(".osrel", "ID=x"),
                        archive(".profile", "ID=main")));
    }

    @Test
    void stub_257_pads_the_last_of_several_parts_and_not_a_single_one() {
        uki(STUB_257, section(".ucode", "ucode"), section(".initrd", "initrd"));
        assertThat(computed(9, "linux.initrd")).containsExactly(hash(pad("ucode"), pad("initrd")));

        uki(STUB_257, section(".initrd", "initrd"));
        assertThat(computed(9, "linux.initrd")).containsExactly(hash(bytes("initrd")));
    }

    @Test
    void companion_archives_stand_between_the_initrd_and_the_image_s_own_archives() {
        artifacts.add(file("cred", "secret"));
        credentials = Map.of("net.CRED", "cred", "readme.txt", "cred", ".hidden.cred", "cred");
        uki(STUB_252, section(".initrd", "initrd"), section(".pcrsig", "{}"));

        byte[] archive = cpio(".extra/global_credentials", "net.CRED", "secret");
        assertThat(computed(12, "uki.companions")).containsExactly(hash(archive));
        assertThat(computed(9, "linux.initrd")).containsExactly(hash(pad("initrd"), archive, archive(".pcrsig", "{}")));
    }

    @Test
    void an_archive_of_a_section_whose_content_is_not_kept_makes_the_initrd_assumed() {
        uki(STUB_257, section(".initrd", "initrd"), section(".osrel", "x".repeat(FileFacts.KEPT_CONTENT + 1)));

        assertThat(computed(9, "linux.initrd")).isEmpty();
        assertThat(assumed(9)).singleElement().asString().contains(".osrel").contains("not kept");
        assertThat(assumed(11)).isEmpty();
    }

    @Test
    void a_command_line_that_is_not_kept_is_not_taken_for_none() {
        uki(STUB_257, section(".cmdline", "x".repeat(FileFacts.KEPT_CONTENT + 1)));

        assertThat(computed(9, "linux.load-options")).isEmpty();
        assertThat(assumed(9)).singleElement().asString().contains(".cmdline").contains("not kept");
    }

    @Test
    void stub_257_measures_profile_and_hardware_ids_after_the_key_and_empty_sections_never() {
        uki(
                STUB_257,
                section(".hwids", "ids"),
                section(".profile", "ID=main"),
                section(".pcrpkey", "key"),
                section(".splash", ""));

        assertThat(computed(11, "uki.section"))
                .containsExactly(hash(bytes("kernel")), hash(bytes("key")), hash(bytes("ID=main")), hash(bytes("ids")));
    }

    @Test
    void a_devicetree_that_is_chosen_by_hardware_leaves_pcr_11_alone_assumed() {
        uki(STUB_257, section(".dtbauto", "tree"), section(".initrd", "initrd"));

        assertThat(assumed(11)).singleElement().asString().contains("hardware ids");
        assertThat(assumed(9)).isEmpty();
        assertThat(assumed(4)).isEmpty();
    }

    @Test
    void with_several_profiles_nothing_of_the_stub_is_computed() {
        uki(STUB_257, section(".profile", "ID=main"), section(".profile", "ID=debug"), section(".cmdline", "debug"));

        assertNothingComputed("several profiles");
    }

    @Test
    void load_options_that_choose_a_profile_leave_nothing_computed() {
        options = Optional.of("@1 quiet");
        uki(STUB_257, section(".cmdline", "quiet"));
        assertNothingComputed("choose a profile");

        uki(STUB_252, section(".cmdline", "quiet"));
        assertThat(assumed(12)).as("stub 252 knows no profiles").isEmpty();
    }

    @Test
    void of_an_unknown_stub_nothing_is_computed_in_any_pcr_that_it_can_reach() {
        uki("261", section(".cmdline", "quiet"), section(".initrd", "initrd"));

        assertNothingComputed("261");
    }

    @Test
    void of_an_image_without_known_sections_nothing_is_computed() {
        artifacts.clear();
        artifacts.add(image("uki", Product.SYSTEMD_STUB, STUB_257, List.of()));

        assertNothingComputed("sections are not known");
    }

    @Test
    void with_secure_boot_load_options_are_used_only_if_the_image_has_no_command_line() {
        log = "uki-snakeoil-sb";
        options = Optional.of("single");

        uki(STUB_252, section(".cmdline", "quiet"));
        assertThat(events(12)).isEmpty();
        assertThat(loadOptions()).containsExactly(utf16("quiet"));

        uki(STUB_252);
        assertThat(computed(12, "uki.options")).containsExactly(utf16("single"));
        assertThat(loadOptions()).containsExactly(utf16("single"));

        uki(STUB_257);
        assertThat(assumed(12)).singleElement().asString().contains("confidential");
        assertThat(assumed(9)).singleElement().asString().contains("confidential");
    }

    @Test
    void the_command_lines_of_add_ons_are_measured_as_one_and_appended() {
        addons(List.of(section(".cmdline", " one\n")), List.of(section(".cmdline", "two")));
        uki(STUB_257, section(".cmdline", "quiet"));

        assertThat(computed(12, "uki.addon-options")).containsExactly(utf16("one two"));
        assertThat(loadOptions()).containsExactly(utf16("quiet one two"));
    }

    @Test
    void an_add_on_s_command_line_begins_the_load_options_of_an_image_without_one() {
        addons(List.of(section(".cmdline", "one")));
        uki(STUB_257);

        assertThat(loadOptions()).containsExactly(utf16("one"));
    }

    @Test
    void an_add_on_with_an_initrd_leaves_load_options_and_initrd_assumed() {
        addons(List.of(section(".cmdline", "one"), section(".initrd", "more")));
        uki(STUB_257, section(".cmdline", "quiet"), section(".initrd", "initrd"));

        assertThat(computed(12, "uki.addon-options")).isEmpty();
        assertThat(assumed(12)).singleElement().asString().contains(".initrd");
        assertThat(assumed(9)).hasSize(2);
    }

    @Test
    void an_add_on_for_another_kernel_release_is_assumed() {
        addons(List.of(section(".cmdline", "one"), section(".uname", "6.1")));

        uki(STUB_257, section(".uname", "6.12"));
        assertThat(assumed(12)).singleElement().asString().contains(".uname");

        uki(STUB_257, section(".uname", "6.1"));
        assertThat(computed(12, "uki.addon-options")).containsExactly(utf16("one"));
    }

    @Test
    void an_add_on_whose_command_line_is_not_kept_is_not_taken_for_one_without() {
        addons(List.of(section(".cmdline", "x".repeat(FileFacts.KEPT_CONTENT + 1))));
        uki(STUB_257);

        assertThat(assumed(12)).singleElement().asString().contains("not kept");
        assertThat(computed(9, "linux.load-options")).isEmpty();
    }

    @Test
    void a_kernel_of_unknown_version_leaves_its_two_measurements_assumed_and_an_old_one_makes_none() {
        uki(STUB_257, Optional.empty(), section(".cmdline", "quiet"), section(".initrd", "initrd"));
        assertThat(assumed(9)).hasSize(2).allMatch(reason -> reason.contains("version of the kernel"));
        assertThat(computed(9, "linux.initrd")).isEmpty();

        uki(STUB_257, Optional.of("5.10.0"), section(".cmdline", "quiet"), section(".initrd", "initrd"));
        assertThat(events(9)).isEmpty();
        assertThat(boot(stage()).notCovered()).anyMatch(line -> line.contains("5.10.0"));
    }

    @Test
    void a_systemd_boot_before_251_leaves_pcr_8_assumed_and_says_nothing_in_pcr_12() {
        uki(STUB_252, section(".cmdline", "quiet"));
        log = "t13-uki-snakeoil-sb";
        artifacts.add(image("sd-boot", Product.SYSTEMD_BOOT, "250.4", List.of()));

        assertThat(assumed(8, systemdBoot())).singleElement().asString().contains("PCR 8");
        assertThat(assumed(12, systemdBoot())).isEmpty();
    }

    @Test
    void a_systemd_boot_of_unknown_version_may_pass_the_image_s_command_line_on() {
        uki(STUB_252, section(".cmdline", "quiet"));
        artifacts.add(image("sd-boot", Product.SYSTEMD_BOOT, "of today", List.of()));
        assertThat(assumed(8, systemdBoot())).hasSize(1);
        assertThat(assumed(12, systemdBoot())).hasSize(2);
        assertThat(assumed(9, systemdBoot())).hasSize(1);

        artifacts.clear();
        uki(STUB_252);
        artifacts.add(image("sd-boot", Product.SYSTEMD_BOOT, "of today", List.of()));
        assertThat(assumed(12, systemdBoot())).as("there is none").isEmpty();
    }

    @Test
    void systemd_boot_252_passes_a_command_line_on_as_it_uses_it() {
        uki(STUB_252, section(".cmdline", "quiet\n"));
        artifacts.add(image("sd-boot", Product.SYSTEMD_BOOT, STUB_252, List.of()));

        assertThat(computed(12, "systemd-boot.options", systemdBoot())).containsExactly(utf16("quiet"));
        assertThat(computed(12, "uki.options", systemdBoot())).containsExactly(utf16("quiet"));
    }

    private void assertNothingComputed(String reason) {
        for (int pcr : List.of(9, 11, 12, 13)) {
            assertThat(events(pcr)).as("PCR %d", pcr).isNotEmpty().allMatch(e -> isAssumed(e, reason));
        }
        assertThat(events(4)).anyMatch(event -> isAssumed(event, reason));
    }

    private static boolean isAssumed(PredictedEvent event, String reason) {
        return event.provenance() instanceof Provenance.Assumed assumed
                && assumed.reason().contains(reason);
    }

    private List<PredictedEvent> events(int pcr) {
        return events(pcr, stage());
    }

    private List<PredictedEvent> events(int pcr, BootStage... stages) {
        return boot(stages).events().stream()
                .filter(event -> event.pcr() == pcr)
                .toList();
    }

    private List<String> assumed(int pcr, BootStage... stages) {
        return events(pcr, stages.length == 0 ? new BootStage[] {stage()} : stages).stream()
                .map(PredictedEvent::provenance)
                .filter(Provenance.Assumed.class::isInstance)
                .map(provenance -> ((Provenance.Assumed) provenance).reason())
                .toList();
    }

    private List<Digests> computed(int pcr, String rule, BootStage... stages) {
        return events(pcr, stages.length == 0 ? new BootStage[] {stage()} : stages).stream()
                .filter(event -> event.provenance() instanceof Provenance.Computed computed
                        && computed.rule().equals(rule))
                .map(PredictedEvent::digests)
                .toList();
    }

    private List<Digests> loadOptions() {
        return computed(9, "linux.load-options");
    }

    private BootStage stage() {
        return new UnifiedKernelImage("uki", options, companions, credentials);
    }

    private BootStage[] systemdBoot() {
        return new BootStage[] {new SystemdBoot("sd-boot", Optional.empty(), Optional.empty()), stage()};
    }

    private ChainEvents boot(BootStage... stages) {
        EventLog reference = EventLogReader.read(BOOTS.resolve(log).resolve("eventlog.bin"));
        ArtifactSet given = ArtifactSet.of(artifacts, Map.of());
        return Boot.run(
                new BootChain("uki", Optional.empty(), List.of(stages)),
                given,
                List.of(Bank.SHA256),
                new Questions<>(new Surroundings(FirmwareState.of(reference), new Reference(reference), given)));
    }

    private void uki(String stub, SectionFacts... sections) {
        uki(stub, Optional.of(KERNEL), sections);
    }

    private void uki(String stub, Optional<String> kernelVersion, SectionFacts... sections) {
        List<SectionFacts> all = new ArrayList<>(List.of(new SectionFacts(
                ".linux", 6, all("kernel"), Optional.of(all("image")), kernelVersion, Optional.empty())));
        all.addAll(List.of(sections));
        artifacts.removeIf(artifact -> artifact.name().equals("uki"));
        artifacts.add(image("uki", Product.SYSTEMD_STUB, stub, all));
    }

    @SafeVarargs
    private void addons(List<SectionFacts>... sections) {
        Map<String, String> files = new java.util.TreeMap<>();
        for (List<SectionFacts> one : sections) {
            String name = "addon" + files.size();
            artifacts.add(image(name, "none", "0", one));
            files.put(name + ".addon.efi", name);
        }
        companions = files;
    }

    private static SectionFacts section(String name, String content) {
        byte[] bytes = bytes(content);
        return new SectionFacts(
                name,
                bytes.length,
                all(content),
                Optional.empty(),
                Optional.empty(),
                bytes.length <= FileFacts.KEPT_CONTENT ? Optional.of(new Content(bytes)) : Optional.empty());
    }

    private static Artifact image(String name, String product, String version, List<SectionFacts> sections) {
        PeFacts pe = new PeFacts(all("image " + name), sections, List.of());
        return new Artifact(
                name,
                name,
                new FileFacts(
                        9,
                        all(name),
                        Optional.of(pe),
                        Optional.of(new Product(product, version)),
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    private static Artifact file(String name, String content) {
        byte[] bytes = bytes(content);
        return new Artifact(
                name,
                name,
                new FileFacts(
                        bytes.length,
                        all(content),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Content(bytes)),
                        Map.of(),
                        List.of()));
    }

    /** The archive by the same writer; that one is held against recordings and cpio in StubArchiveTest. */
    private static byte[] archive(String section, String content) {
        return StubArchive.embedded(section, bytes(content));
    }

    private static byte[] cpio(String directory, String name, String content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StubArchive.pieces(directory, 0500, 0400, new java.util.TreeMap<>(Map.of(name, file(name, content))))
                .forEach(piece -> out.writeBytes(
                        piece instanceof io.hallmark.measuredboot.artifact.Composition.PadTo pad
                                ? new byte[(int) pad.after(out.size())]
                                : piece.keptContent().orElseThrow().bytes()));
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pad(String text) {
        return Arrays.copyOf(bytes(text), (bytes(text).length + 3) / 4 * 4);
    }

    private static Digests all(String text) {
        return Digests.hash(Bank.allComputable(), bytes(text));
    }

    private static Digests hash(byte[]... parts) {
        return Digests.hash(List.of(Bank.SHA256), parts);
    }

    private static Digests utf16(String text) {
        return hash((text + "\0").getBytes(StandardCharsets.UTF_16LE));
    }
}
