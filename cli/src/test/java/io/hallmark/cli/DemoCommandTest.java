package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see who try Hallmark for the first time. */
class DemoCommandTest {
    @TempDir
    Path folder;

    @Test
    void it_tells_the_whole_story_without_a_network() {
        Run demo = Run.of("demo", "--offline", "--keep", folder.toString());

        assertThat(demo.exit()).as(demo.err()).isZero();
        assertThat(demo.out()).contains("The boot files are small made-up files");
        tellsTheStory(demo);
        assertThat(demo.err()).contains("The repositories are in " + folder);
    }

    @Test
    void with_debians_packages_the_files_are_a_real_kernel_and_a_real_ipxe() {
        Tools.require("apt-get");
        Tools.require("dpkg-deb");

        Run demo = Run.of("demo", "--keep", folder.toString());

        Tools.require(
                !demo.out().contains("Debian's packages can't be downloaded here"),
                "Debian's packages of a kernel, iPXE and systemd-boot, which apt-get downloads");
        assertThat(demo.exit()).as(demo.err()).isZero();
        assertThat(demo.out())
                .containsPattern("The boot files are Debian's packages linux-image-6\\.\\d")
                .containsPattern("added kernel \\(boot/vmlinuz\\)\\n +linux 6\\.\\d+\\.\\d+\\S*, \\d{7,} bytes")
                .containsPattern("added ipxe \\(boot/snponly\\.efi\\)\\n +ipxe 1\\.");
        tellsTheStory(demo);
    }

    private static void tellsTheStory(Run demo) {
        assertThat(demo.out())
                .containsSubsequence(
                        "The first baseline is proposed:",
                        "Baselines of sample: first proposal",
                        "Chain pxe on qemu-q35-pxe",
                        "Chain disk on qemu-q35-disk",
                        "Now somebody changes the initramfs:",
                        "Baselines of sample: initrd (PCR 9)",
                        "changed initrd (boot/initrd.img)",
                        "inside: init changed",
                        "PCRs that change\n     9  sha256:",
                        "PCRs that stay as they are: 0, 1, 2, 3, 4, 5, 6, 7",
                        "The prediction behind it",
                        "PCR  value",
                        "event  PCR  type",
                        "Proposing the same commit once more changes nothing:");
        assertThat(demo.out() + demo.err()).contains("Nothing changed");
    }
}
