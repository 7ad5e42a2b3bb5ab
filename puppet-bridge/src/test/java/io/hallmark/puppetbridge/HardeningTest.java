package io.hallmark.puppetbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.puppetbridge.lint.Finding;
import io.hallmark.puppetbridge.profile.VerityDevice;
import io.hallmark.puppetbridge.puppet.PuppetRendering;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles of a baselines repository, with the baselines of what their nodes boot. */
class HardeningTest {
    private static final String HASH = "03c24de4e6cd8b41673498c78fe5eb5a47a05d56ad7ecef07a19c4241b1a663a";
    private static final String ARGUMENTS = "vmlinuz audit=1 init_on_alloc=1 page_poison=1 pti=on roothash=" + HASH
            + " systemd.verity_root_data=PARTLABEL=root systemd.verity_root_hash=PARTLABEL=root-verity";
    private static final Origin ORIGIN = new Origin("0".repeat(40));

    @TempDir
    Path folder;

    private Path baseline;

    @BeforeEach
    void repository() throws IOException {
        Files.createDirectories(folder.resolve("hardening"));
        baseline =
                Files.createDirectories(folder.resolve("baselines/compute/pxe")).resolve("q35.yaml");
        for (String role : Roles.ALL) {
            write("hardening/" + role + ".yaml", Roles.text(role));
        }
        boots("linux: {kernel: kernel, cmdline: \"" + ARGUMENTS + "\"}", "", "");
    }

    private void boots(String stage, String sections, String data) throws IOException {
        Files.writeString(baseline, """
                schema: hallmark/baseline/v1
                image: compute
                chain: pxe
                hardware: q35
                banks: [sha256]
                enforce: [8]
                accepted:
                  - source: {repository: "", commit: abc}
                    stages:
                      - %2$s
                    pcrs:
                      - {pcr: 8, sha256: %1$s}
                    artifacts:
                      - name: kernel
                        origin: b
                        size: 3
                        digests: {sha256: %1$s}
                %3$s
                    events:
                      - {pcr: 8, type: EV_IPL, from: computed, rule: x, sha256: %1$s%4$s}
                """.formatted(HASH, stage, sections, data).replaceAll("(?m)^\\s*\n", ""));
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(folder.resolve(path), text, StandardCharsets.UTF_8);
    }

    private Hardening hardening() {
        return Hardening.of(FolderFiles.open(folder));
    }

    private List<String> check() {
        return hardening().check(new ArrayList<>());
    }

    @Test
    void profiles_that_agree_with_the_baselines_are_rendered_together() {
        assertThat(hardening().roles()).containsExactly("compute", "controller");
        assertThat(check()).isEmpty();
        RenderedFiles rendered = hardening().render(new PuppetRendering(), ORIGIN, List.of());
        assertThat(rendered.files())
                .containsOnlyKeys(
                        "data/hardening/BASELINE", "data/hardening/compute.yaml", "data/hardening/controller.yaml");
        assertThat(rendered.files().get("data/hardening/BASELINE").text()).isEqualTo(ORIGIN.baseline() + "\n");
        assertThat(rendered.files().get("data/hardening/compute.yaml").text())
                .contains("# Checked on nodes, and brought by their image: kernel parameter audit=1,")
                .contains("verity root\n");
        assertThat(hardening().render(new PuppetRendering(), ORIGIN, List.of())).isEqualTo(rendered);
    }

    @Test
    void the_root_hash_of_the_chain_is_the_one_that_nodes_are_checked_for() {
        assertThat(hardening().profile("compute").profile().all(VerityDevice.class))
                .extracting(verity -> verity.rootHash().orElse(""))
                .containsExactly(HASH);
    }

    @Test
    void the_command_line_is_found_where_grub_measures_it() throws IOException {
        byte[] event = ("kernel_cmdline: /" + ARGUMENTS + "\0").getBytes(StandardCharsets.UTF_8);
        boots("grub: {image: kernel}", "", ", data: " + Base64.getEncoder().encodeToString(event));
        assertThat(check()).isEmpty();
        event = ("kernel_cmdline: /" + ARGUMENTS.replace("audit=1", "") + "\0").getBytes(StandardCharsets.UTF_8);
        boots("grub: {image: kernel}", "", ", data: " + Base64.getEncoder().encodeToString(event));
        assertThat(check()).singleElement().asString().contains("has no audit=1");
    }

    @Test
    void the_command_line_is_found_in_a_unified_kernel_image() throws IOException {
        boots("uki: {image: kernel}", commandLine(ARGUMENTS), "");
        assertThat(check()).isEmpty();
    }

    /** A unified kernel image with the compute role's command line, but for auditing. */
    private void bootsImage(String stage, String events) throws IOException {
        boots(
                stage,
                commandLine(ARGUMENTS.replace("audit=1", "audit=0")),
                "}\n" + events.indent(6).stripTrailing().replaceFirst("}$", ""));
    }

    private static String commandLine(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "        authenticode: {sha256: " + HASH + "}\n        sections:\n          - {name: .cmdline, size: "
                + bytes.length + ", sha256: " + Bank.SHA256.hash(bytes).hex() + ", text: \"" + text + "\"}";
    }

    private static String kernelMeasures(String what, String measured) {
        return "- {pcr: 9, type: EV_EVENT_TAG, from: computed, rule: linux.load-options, what: \"load options: " + what
                + "\", sha256: "
                + Bank.SHA256
                        .hash((measured + "\0").getBytes(StandardCharsets.UTF_16LE))
                        .hex() + "}";
    }

    @Test
    void load_options_that_stand_in_for_the_images_own_are_those_that_the_kernel_measures() throws IOException {
        String stage = "uki: {image: kernel, options: \"" + ARGUMENTS + "\"}";
        bootsImage(stage, kernelMeasures(ARGUMENTS, ARGUMENTS));
        assertThat(check()).isEmpty();
        String without = ARGUMENTS.replace("audit=1 ", "");
        bootsImage(stage, kernelMeasures(without, without));
        assertThat(check()).singleElement().asString().contains("has no audit=1");
    }

    @Test
    void words_that_are_not_what_the_event_is_the_digest_of_are_not_believed() throws IOException {
        bootsImage("uki: {image: kernel}", kernelMeasures(ARGUMENTS, "audit=0"));
        assertThat(check()).singleElement().asString().contains("is not known");
    }

    @Test
    void load_options_that_are_not_predicted_are_not_known() throws IOException {
        bootsImage(
                "uki: {image: kernel, companions: {\"a.addon.efi\": kernel}}",
                "- {pcr: 9, type: EV_EVENT_TAG, from: assumed, reason: an add-on, what: load options, sha256: " + HASH
                        + "}");
        assertThat(check()).singleElement().asString().contains("is not known");
    }

    @Test
    void a_kernel_that_measures_nothing_gets_what_the_stub_measures_of_add_ons() throws IOException {
        String addOn = Base64.getEncoder().encodeToString("audit=1\0".getBytes(StandardCharsets.UTF_16LE));
        bootsImage(
                "uki: {image: kernel}",
                "- {pcr: 12, type: EV_IPL, from: computed, rule: uki.addon-options, what: audit=1, sha256: " + HASH
                        + ", data: " + addOn + "}");
        assertThat(check())
                .singleElement()
                .asString()
                .contains("has audit=0 and audit=1, of which the last one counts");
        String instead = Base64.getEncoder().encodeToString((ARGUMENTS + "\0").getBytes(StandardCharsets.UTF_16LE));
        bootsImage(
                "uki: {image: kernel}",
                "- {pcr: 12, type: EV_IPL, from: computed, rule: uki.options, what: x, sha256: " + HASH + ", data: "
                        + instead + "}");
        assertThat(check()).isEmpty();
    }

    @Test
    void a_command_line_that_is_nowhere_is_not_taken_for_agreed() throws IOException {
        boots("efi: {image: kernel}", "", "");
        assertThat(check()).singleElement().asString().contains("is not known");
        Files.delete(baseline);
        assertThat(check())
                .containsExactly(
                        "hardening/compute.yaml: boots: nothing is known of chain pxe of image compute: propose its"
                                + " baseline first, or correct the name");
    }

    @Test
    void a_profile_with_an_error_is_not_rendered_and_others_are_when_asked_for() throws IOException {
        write("hardening/compute.yaml", Roles.text(Roles.COMPUTE).replace("audit=1", "audit=0"));
        assertThatThrownBy(() -> hardening().render(new PuppetRendering(), ORIGIN, List.of()))
                .isInstanceOf(BaselinesException.class)
                .hasMessageStartingWith("hardening/compute.yaml is not rendered: error: kernel parameter audit=0:");
        assertThat(hardening()
                        .render(new PuppetRendering(), ORIGIN, List.of("controller"))
                        .files())
                .containsKey("data/hardening/controller.yaml");
    }

    @Test
    void a_profile_lies_under_the_name_of_its_role() throws IOException {
        write("hardening/storage.yaml", Roles.text(Roles.CONTROLLER));
        assertThat(hardening().profile("storage").errors())
                .extracting(Finding::reason)
                .containsExactly("the profile is of role 'controller': it must lie at hardening/controller.yaml");
        assertThatThrownBy(() -> hardening().profile("comptue"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("did you mean 'compute'?");
    }

    @Test
    void what_can_not_be_read_and_what_is_not_canonical_is_said_for_each_file() throws IOException {
        write("hardening/broken.yaml", "role: [");
        write("hardening/controller.yaml", "# a comment\n" + Roles.text(Roles.CONTROLLER));
        List<String> notes = new ArrayList<>();
        assertThat(hardening().check(notes)).singleElement().asString().startsWith("hardening/broken.yaml:");
        assertThat(notes)
                .anySatisfy(
                        note -> assertThat(note).startsWith("hardening/controller.yaml: not in the canonical form"));
    }

    @Test
    void files_are_written_once(@TempDir Path output) throws IOException {
        RenderedFiles rendered = hardening().render(new PuppetRendering(), ORIGIN, List.of());
        assertThat(rendered.writeTo(output)).hasSize(3);
        assertThat(rendered.writeTo(output)).isEmpty();
        write("hardening/controller.yaml", Roles.text(Roles.CONTROLLER).replace("audit=1", "audit=0"));
        assertThat(hardening().render(new PuppetRendering(), ORIGIN, List.of()).writeTo(output))
                .containsExactly(output.resolve("data/hardening/controller.yaml"));
        try (var left = Files.list(output.resolve("data/hardening"))) {
            assertThat(left).hasSize(3);
        }
    }

    @Test
    void an_origin_is_a_whole_commit() {
        assertThatThrownBy(() -> new Origin("main")).isInstanceOf(BaselinesException.class);
        assertThatThrownBy(() -> Renderings.of("pupet")).hasMessageContaining("did you mean 'puppet'?");
        assertThat(Renderings.of("puppet").target()).isEqualTo("puppet");
    }

    @Test
    void files_that_alerts_let_pass_and_no_baseline_approves_are_named() throws IOException {
        assertThat(allowedWithoutBaseline())
                .containsExactly("snponly.efi", "undionly.kpxe", "/boot/vmlinuz", "/boot/initrd.img");
        Files.writeString(baseline, Files.readString(baseline).replace("origin: b\n", "origin: out/images/vmlinuz\n"));
        assertThat(allowedWithoutBaseline()).containsExactly("snponly.efi", "undionly.kpxe", "/boot/initrd.img");
    }

    private List<String> allowedWithoutBaseline() {
        return hardening().profile(Roles.CONTROLLER).findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.WARNING)
                .map(Finding::reason)
                .filter(reason -> reason.contains(" may be fetched, and no baseline has "))
                .map(reason -> reason.substring(0, reason.indexOf(' ')))
                .toList();
    }
}
