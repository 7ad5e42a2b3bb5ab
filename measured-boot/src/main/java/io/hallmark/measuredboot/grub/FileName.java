package io.hallmark.measuredboot.grub;

/**
 * A file's name taken apart ({@code grub_file_get_device_name} in {@code grub-core/kern/file.c}).
 *
 * @param device without parentheses
 * @param path the rest
 */
record FileName(String device, String path) {
    /** @param root the device of names that have none */
    static FileName of(String name, String root) {
        int close = name.startsWith("(") ? name.indexOf(')') : -1;
        return close < 0 ? new FileName(root, name) : new FileName(name.substring(1, close), name.substring(close + 1));
    }

    /** Whether it is in the image's own memory disk, of which the build is known to have it or not. */
    boolean inMemory() {
        return device.equals("memdisk");
    }

    /** Whether the name is missing its closing parenthesis. */
    static boolean isBroken(String name) {
        return name.startsWith("(") && name.indexOf(')') < 0;
    }
}
