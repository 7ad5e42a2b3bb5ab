package io.hallmark.measuredboot.grub;

import java.util.List;

/** What GRUB starts in the end. */
public sealed interface GrubBoot {
    /**
     * A Linux kernel.
     *
     * @param kernel the file's name as the command has it
     * @param commandLine what GRUB puts together for the kernel, without {@code BOOT_IMAGE=}
     * @param initrds the files' names as the command has them, in order
     * @param packs whether GRUB packs some of them into an archive ({@code newc:}) before it hands them over
     */
    record Linux(String kernel, String commandLine, List<String> initrds, boolean packs) implements GrubBoot {
        public Linux {
            initrds = List.copyOf(initrds);
        }
    }

    /** An EFI application or boot sector. */
    record Chainload(String file, List<String> arguments) implements GrubBoot {
        public Chainload {
            arguments = List.copyOf(arguments);
        }
    }

    /** A multiboot kernel with its modules, by the files' names. */
    record Multiboot(String kernel, String commandLine, List<String> modules) implements GrubBoot {
        public Multiboot {
            modules = List.copyOf(modules);
        }
    }

    /**
     * Nothing.
     *
     * @param reason what happens instead: the menu waits for someone, GRUB leaves
     */
    record Nothing(String reason) implements GrubBoot {}
}
