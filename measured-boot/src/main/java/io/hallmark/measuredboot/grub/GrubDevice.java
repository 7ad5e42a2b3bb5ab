package io.hallmark.measuredboot.grub;

import java.util.Optional;

/**
 * A device with a file system, as GRUB sees it.
 *
 * @param name without parentheses: {@code hd0,gpt2}
 * @param uuid of the file system
 * @param label of the file system
 * @param kind of the file system as GRUB's {@code probe --fs} tells it: {@code fat}, {@code ext2}, {@code xfs}
 */
public record GrubDevice(String name, Optional<String> uuid, Optional<String> label, Optional<String> kind) {

    /** A device of which nothing but its name is known. */
    public static GrubDevice named(String name) {
        return new GrubDevice(name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether a name is that of a server, whose folders can't be listed ({@code grub_net_fs_dir} lists nothing). */
    static boolean isNetwork(String name) {
        return name.startsWith("tftp") || name.startsWith("http") || name.startsWith("pxe");
    }
}
