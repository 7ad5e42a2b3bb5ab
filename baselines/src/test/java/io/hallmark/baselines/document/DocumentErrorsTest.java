package io.hallmark.baselines.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DocumentErrorsTest {
    private static final String IMAGE =
            """
            image: compute
            artifacts:
              ipxe: boot/snponly.efi
              kernel: boot/vmlinuz
              initrd: {url: "https://artifacts.example.org/initrd.img", sha256: %s}
            chains:
              pxe:
                hardware: [ovmf-q35, dell-r650]
                stages:
                  - ipxe: {image: ipxe}
                  - linux: {kernel: kernel, initrd: [initrd], cmdline: "vmlinuz initrd=initrd.img console=ttyS0"}
            """.formatted("03c24de4e6cd8b41673498c78fe5eb5a47a05d56ad7ecef07a19c4241b1a663a");

    @Test
    void the_contracts_example_is_read() {
        ImageDescription image = read(IMAGE);

        assertThat(image.image()).isEqualTo("compute");
        assertThat(image.artifacts().get("initrd")).isInstanceOf(ArtifactLocation.Download.class);
        assertThat(image.chains().get("pxe").hardware()).containsExactly("ovmf-q35", "dell-r650");
        assertThat(image.chains().get("pxe").chain().stages()).hasSize(2);
    }

    @Test
    void an_unknown_field_is_named_with_its_place_and_the_nearest_known_one() {
        refused(
                IMAGE.replace("{kernel: kernel,", "{kernal: kernel,"),
                "hallmark.yaml:11:17: unknown field 'kernal' in stage 'linux'; did you mean 'kernel'?"
                        + " (known: kernel, initrd, cmdline)");
        refused(
                IMAGE.replace("cmdline:", "comandline:"),
                "hallmark.yaml:11:51: unknown field 'comandline' in stage 'linux'; did you mean 'cmdline'?"
                        + " (known: kernel, initrd, cmdline)");
        refused(
                IMAGE.replace("chains:", "chians:"),
                "hallmark.yaml:6:1: unknown field 'chians' in the image description; did you mean 'chains'?");
    }

    @Test
    void an_unknown_kind_of_stage_is_named_with_the_nearest_known_one() {
        refused(
                IMAGE.replace("- ipxe: {image: ipxe}", "- ipex: {image: ipxe}"),
                "hallmark.yaml:10:9: unknown kind of stage 'ipex' in the chain; did you mean 'ipxe'?");
        refused(IMAGE.replace("- ipxe: {image: ipxe}", "- multiboot: {}"), "can't be predicted yet");
    }

    @Test
    void an_artifact_that_does_not_exist_is_named() {
        refused(
                IMAGE.replace("initrd: [initrd]", "initrd: [initramfs]"),
                "hallmark.yaml:11:42: there is no artifact 'initramfs'; add it under 'artifacts'");
    }

    @Test
    void a_path_never_leaves_the_repository() {
        for (String path :
                new String[] {"../vmlinuz", "/boot/vmlinuz", "boot/../../x", "boot//x", "'boot\\x'", "./x"}) {
            refused(IMAGE.replace("boot/vmlinuz", path), "hallmark.yaml:4:11: '" + path.replace("'", ""));
        }
    }

    @Test
    void a_download_needs_a_digest_and_a_digest_is_checked() {
        refused(IMAGE.replaceAll(", sha256: [0-9a-f]+", ""), "hallmark.yaml:5:11: artifact 'initrd' is a path");
        refused(IMAGE.replace("sha256: 03", "sha256: 0"), "this is no sha256 digest: 64 lower-case hex digits");
        refused(IMAGE.replace("https://", "ftp://"), "is no https, http or file URL");
    }

    @Test
    void a_field_that_is_given_twice_is_named_with_both_lines() {
        refused(
                IMAGE.replace("  kernel: boot/vmlinuz\n", "  kernel: boot/vmlinuz\n  kernel: boot/other\n"),
                "hallmark.yaml:5:3: 'kernel' is given twice; it stands already at line 4");
    }

    @Test
    void anchors_aliases_and_tags_are_refused() {
        refused("image: &a compute\n", "hallmark.yaml:1:8: anchors and aliases are not allowed");
        refused(
                "image: !!javax.script.ScriptEngineManager [x]\n",
                "hallmark.yaml:1:8: the tag 'tag:yaml.org,2002:javax.script");
        refused("image: !local x\n", "the tag '!local' is not allowed");
    }

    @Test
    void broken_yaml_is_one_line_with_its_place() {
        refused("image: [a\n", "hallmark.yaml:2:1: no valid YAML");
        refused("\timage: x\n", "hallmark.yaml:1:1: no valid YAML");
        refused("", "hallmark.yaml:1:1: the document is empty");
        refused("a: ".repeat(3) + "\n", "no valid YAML");
        refused("- ".repeat(5000) + "x", "hallmark.yaml:1:");
        refused("- x\n", "hallmark.yaml:1:1: a mapping (name: value) is expected here");
    }

    @Test
    void a_byte_order_mark_and_windows_line_ends_do_not_matter() {
        assertThat(read("\uFEFF" + IMAGE.replace("\n", "\r\n"))).isEqualTo(read(IMAGE));
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
        assertThatThrownBy(() -> ImageDescription.read("hallmark.yaml", new byte[] {(byte) 0xFF, (byte) 0xFE, 0}))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void settings_have_defaults_and_bounds() {
        Settings defaults = Settings.read("hallmark.yaml", "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(defaults.mixes()).isTrue();
        assertThat(defaults.maxSets()).isEqualTo(8);
        assertThat(defaults.enforce()).contains(4, 7).doesNotContain(10);

        assertThatThrownBy(() -> settings("banks: [sha265]"))
                .hasMessageContaining("hallmark.yaml:1:9: unknown bank 'sha265'")
                .hasMessageContaining("did you mean 'sha256'?");
        assertThatThrownBy(() -> settings("enforce: [24]")).hasMessageContaining("no whole number from 0 to 23");
        assertThatThrownBy(() -> settings("roll-out: {max-sets: 65}")).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> settings("roll-out: {mixes: some}")).hasMessageContaining("'all' or 'none'");
        assertThatThrownBy(() -> settings("roll-out: {retire-after: soon}")).hasMessageContaining("no duration");
    }

    private static Settings settings(String text) {
        return Settings.read("hallmark.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static ImageDescription read(String text) {
        return ImageDescription.read("hallmark.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
