package io.hallmark.benchmarks;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.chain.Ipxe;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.Shim;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What nodes boot: an image with a root file system, an initramfs and command lines of its own. All images have one kernel.
 *
 * @param number of the image
 * @param mode its command line ends with that
 */
record BootedImage(int number, String mode) {
    private static final String GRUB_CONFIGURATION = """
            if [ -s $prefix/grubenv ]; then
              set have_grubenv=true
              load_env
            fi
            set default="0"
            if [ x"${feature_menuentry_id}" = xy ]; then
              menuentry_id_option="--id"
            else
              menuentry_id_option=""
            fi
            export menuentry_id_option
            function load_video {
              if [ x$feature_all_video_module = xy ]; then
                insmod all_video
              fi
            }
            terminal_output console
            set timeout_style=menu
            set timeout=5
            set menu_color_normal=cyan/blue
            set menu_color_highlight=white/blue
            set gfxpayload=keep
            menuentry 'Node' --class gnu-linux --class os $menuentry_id_option 'node' {
                load_video
                insmod gzio
                insmod part_gpt
                insmod fat
                echo 'Loading Linux ...'
                linux /vmlinuz CMDLINE
                echo 'Loading initial ramdisk ...'
                initrd /initrd.img
            }
            menuentry 'Node, recovery mode' {
                linux /vmlinuz single
                initrd /initrd.img
            }
            """;

    String commandLine() {
        return "root=/dev/disk/by-label/image-" + number + " console=ttyS0,115200n8 " + mode;
    }

    /** The chain of a kind of profile. */
    BootChain chain(Kind kind) {
        return new BootChain("chain", Optional.empty(), kind.stages(this));
    }

    /** The files of such a chain, as they were measured; they are what changes with a kernel. */
    List<Artifact> artifacts(Kind kind, String kernel) {
        return kind.artifacts(this, kernel);
    }

    /** How nodes boot it. */
    enum Kind {
        IPXE {
            @Override
            List<BootStage> stages(BootedImage image) {
                return List.of(
                        new Ipxe(Optional.of("ipxe"), Optional.empty(), Optional.empty()),
                        new LinuxKernel("kernel", List.of("initrd"), Optional.of("vmlinuz " + image.commandLine())));
            }

            @Override
            List<Artifact> artifacts(BootedImage image, String kernel) {
                return List.of(
                        pe("ipxe", "ipxe", new Product(Product.IPXE, "1.21.1"), List.of()),
                        kernel(kernel),
                        initrd(image));
            }
        },
        UNIFIED {
            @Override
            List<BootStage> stages(BootedImage image) {
                return List.of(new UnifiedKernelImage("node", Optional.empty(), Map.of(), Map.of()));
            }

            @Override
            List<Artifact> artifacts(BootedImage image, String kernel) {
                List<SectionFacts> sections = List.of(
                        section(".osrel", "ID=node\n", true),
                        section(".cmdline", image.commandLine(), true),
                        section(".uname", kernel, true),
                        section(".initrd", "initrd " + image.number(), false),
                        new SectionFacts(
                                ".linux",
                                1,
                                digests(kernel),
                                Optional.of(digests("image " + kernel)),
                                Optional.of(kernel),
                                Optional.empty()));
                return List.of(pe(
                        "node",
                        image + " of " + kernel,
                        new Product(Product.SYSTEMD_STUB, "252.39-1~deb12u1"),
                        sections));
            }
        },
        SHIM_GRUB {
            @Override
            List<BootStage> stages(BootedImage image) {
                return List.of(
                        new Shim("shim"),
                        new Grub("grub", Map.of("/EFI/debian/grub.cfg", "grub-cfg")),
                        new LinuxKernel("kernel", List.of("initrd"), Optional.empty()));
            }

            @Override
            List<Artifact> artifacts(BootedImage image, String kernel) {
                String configuration = GRUB_CONFIGURATION.replace("CMDLINE", image.commandLine());
                return List.of(
                        pe("shim", "shim", new Product(Product.SHIM, "15.8"), List.of()),
                        pe("grub", "grub", new Product(Product.GRUB, "2.06-13+deb12u2"), List.of()),
                        new Artifact(
                                "grub-cfg",
                                "grub.cfg",
                                new FileFacts(
                                        configuration.length(),
                                        digests(configuration),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(content(configuration)),
                                        Map.of(),
                                        List.of())),
                        kernel(kernel),
                        initrd(image));
            }
        };

        abstract List<BootStage> stages(BootedImage image);

        abstract List<Artifact> artifacts(BootedImage image, String kernel);
    }

    private static Artifact kernel(String version) {
        return pe("kernel", version, new Product(Product.LINUX, version), List.of());
    }

    private static Artifact initrd(BootedImage image) {
        return new Artifact(
                "initrd",
                "initrd.img",
                FileFacts.ofDigests(size("initrd " + image.number()), digests("initrd " + image.number())));
    }

    /** Another one for each content, as files of different builds have it. */
    private static long size(String content) {
        return 1L + (content.hashCode() & 0xFFFFFF);
    }

    private static Artifact pe(String name, String content, Product product, List<SectionFacts> sections) {
        return new Artifact(
                name,
                name + ".efi",
                new FileFacts(
                        size(content),
                        digests(content),
                        Optional.of(new PeFacts(digests("image " + content), sections, List.of())),
                        Optional.of(product),
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    private static SectionFacts section(String name, String text, boolean small) {
        return new SectionFacts(
                name,
                text.length(),
                digests(text),
                Optional.empty(),
                Optional.empty(),
                small ? Optional.of(content(text)) : Optional.empty());
    }

    private static Content content(String text) {
        return new Content(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Digests digests(String text) {
        return Digests.hash(Bank.allComputable(), text.getBytes(StandardCharsets.UTF_8));
    }
}
