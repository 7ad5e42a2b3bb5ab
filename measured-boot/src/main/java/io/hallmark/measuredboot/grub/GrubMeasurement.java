package io.hallmark.measuredboot.grub;

import java.util.Optional;

/** One thing that GRUB measures, or that can't be known ({@code grub-core/commands/tpm.c}). */
public sealed interface GrubMeasurement {
    /** PCR of texts. */
    int TEXT_PCR = 8;

    /** PCR of files. */
    int FILE_PCR = 9;

    /**
     * A text in PCR 8. The digest is of the text; the event's data has a prefix before it and a NUL after it.
     */
    sealed interface Text extends GrubMeasurement {
        String text();

        /** What GRUB puts before the text in the event log. */
        String prefix();
    }

    /** A command that is about to run, with its arguments expanded and joined by spaces. */
    record CommandText(String text) implements Text {
        @Override
        public String prefix() {
            return "grub_cmd: ";
        }
    }

    /** The command line of a kernel that has been loaded. */
    record KernelCommandLine(String text) implements Text {
        @Override
        public String prefix() {
            return "kernel_cmdline: ";
        }
    }

    /** The command line of a multiboot module. */
    record ModuleCommandLine(String text) implements Text {
        @Override
        public String prefix() {
            return "module_cmdline: ";
        }
    }

    /**
     * A file that was opened; its content goes into PCR 9.
     *
     * @param name as GRUB was given it, with or without a device, and as it is logged
     * @param artifact the name of the artifact that it is; empty when only its name is known
     */
    record FileOpened(String name, Optional<String> artifact) implements GrubMeasurement {}

    /**
     * From here on the measurements are doubtful.
     *
     * @param reason what can't be known and, where there is a way, what would make it known
     */
    record Unknown(String reason) implements GrubMeasurement {}
}
