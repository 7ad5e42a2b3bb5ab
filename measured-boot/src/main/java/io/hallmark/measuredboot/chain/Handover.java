package io.hallmark.measuredboot.chain;

/**
 * How a stage starts the next one: what of it is measured on the way.
 *
 * @param from who starts it
 * @param imageEvents how many PCR 4 events the image gets; firmware measures in LoadImage
 * @param initrd how a Linux kernel gets its initrd
 * @param terminator how a Linux kernel gets its load options
 * @param loadOptions those that the loader passes to a kernel or a unified kernel image that does not say what it is given
 * @param measuredOptions load options that the loader itself measures into PCR 12, after it has loaded the image
 */
record Handover(
        Loader from,
        int imageEvents,
        Initrd initrd,
        Terminator terminator,
        CommandLine loadOptions,
        CommandLine measuredOptions) {

    /** Who starts a stage. */
    enum Loader {
        FIRMWARE,
        SHIM,
        GRUB,
        IPXE,
        SYSTEMD_BOOT
    }

    /** How the kernel's EFI stub finds its initrd; only LoadFile2 is measured (drivers/firmware/efi/libstub). */
    sealed interface Initrd {
        /** {@code initrd=} on a file system: measured nowhere. */
        Initrd FILE_SYSTEM = new FileSystem();

        /** The EFI stub does not run: the loader enters the kernel by itself. */
        Initrd NO_STUB = new NoStub();

        /** It is not known which of these, since the loader's version is not. */
        Initrd UNKNOWN = new Unknown("the version of the loader before the kernel is not known, and it decides whether"
                + " the initrd is measured: give the loader's file, or a digest file of it");

        /**
         * LINUX_EFI_INITRD_MEDIA_GUID: measured into PCR 9, several files as one.
         *
         * @param alignment each file but the last is padded with zeros to a multiple of so many bytes
         * @param recorded whether a recorded boot with several files confirms that
         */
        record LoadFile2(int alignment, boolean recorded) implements Initrd {}

        /** See {@link #FILE_SYSTEM}. */
        record FileSystem() implements Initrd {}

        /** See {@link #NO_STUB}. */
        record NoStub() implements Initrd {}

        /** @param reason why it is not known what is measured, with what to do about it */
        record Unknown(String reason) implements Initrd {}
    }

    /** Whether the load options end with a NUL character, which is then measured too. */
    enum Terminator {
        NUL,
        NONE
    }

    /** A start by firmware: from a boot entry, from the network, by the shell. */
    static Handover byFirmware() {
        return new Handover(Loader.FIRMWARE, 1, Initrd.FILE_SYSTEM, Terminator.NUL, CommandLine.NONE, CommandLine.NONE);
    }

    static Handover by(Loader from, int imageEvents, Initrd initrd, Terminator terminator) {
        return new Handover(from, imageEvents, initrd, terminator, CommandLine.NONE, CommandLine.NONE);
    }

    /** The same, with load options that the loader passes on, and those of them that it measures into PCR 12. */
    Handover with(CommandLine passed, CommandLine measured) {
        return new Handover(from, imageEvents, initrd, terminator, passed, measured);
    }
}
