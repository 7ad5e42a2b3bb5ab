package io.hallmark.measuredboot.measure;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The version string of an x86 kernel image (Linux, {@code Documentation/arch/x86/boot.rst}, "kernel_version"). */
final class LinuxVersion {
    /** How many bytes of the image's beginning are looked at. */
    static final int NEEDED = 64 * 1024 + 1024;

    private static final int MAGIC_AT = 0x202;
    private static final int POINTER_AT = 0x20E;
    private static final int SETUP = 0x200;
    private static final int LONGEST = 256;

    private LinuxVersion() {}

    /**
     * The version, such as {@code 6.1.0-56-cloud-amd64}: what stands before the first space.
     *
     * @param start of the image
     */
    static Optional<String> of(byte[] start) {
        if (start.length < POINTER_AT + 2
                || start[MAGIC_AT] != 'H'
                || start[MAGIC_AT + 1] != 'd'
                || start[MAGIC_AT + 2] != 'r'
                || start[MAGIC_AT + 3] != 'S') {
            return Optional.empty();
        }
        int pointer = (start[POINTER_AT] & 0xFF) | (start[POINTER_AT + 1] & 0xFF) << 8;
        int from = pointer + SETUP;
        if (pointer == 0 || from >= start.length) {
            return Optional.empty();
        }
        int end = from;
        while (end < start.length && end - from < LONGEST && start[end] > ' ' && start[end] < 0x7F) {
            end++;
        }
        return end == from
                ? Optional.empty()
                : Optional.of(new String(start, from, end - from, StandardCharsets.US_ASCII));
    }
}
