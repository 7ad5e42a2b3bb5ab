package io.hallmark.measuredboot.initramfs;

import io.hallmark.measuredboot.digest.Digest;
import java.util.Optional;

/**
 * An entry of an initramfs.
 *
 * @param segment where it is
 * @param path without {@code ./} and leading slashes; {@code .} for the root; bytes that are no printable UTF-8 are
 *     written {@code \xNN}
 * @param hostile whether the name has {@code ..} as a component or bytes that are not printable: data to show to
 *     people, never a path to open
 * @param mode file type and permission bits, as in {@code st_mode}
 * @param mtime in seconds since 1970
 * @param size of the content in this entry, in bytes
 * @param sha256 of the content in this entry
 * @param target what a symbolic link points to, written like {@code path}
 * @param hardLinkTo the path of the first entry with the same inode; their content may be in any one of them
 */
public record Entry(
        Segment segment,
        String path,
        boolean hostile,
        int mode,
        long uid,
        long gid,
        long mtime,
        long size,
        Digest sha256,
        Optional<String> target,
        Optional<String> hardLinkTo) {
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;

    public boolean isFile() {
        return isFile(mode);
    }

    public boolean isDirectory() {
        return isDirectory(mode);
    }

    public boolean isSymbolicLink() {
        return isSymbolicLink(mode);
    }

    static boolean isFile(int mode) {
        return (mode & TYPE) == FILE;
    }

    static boolean isDirectory(int mode) {
        return (mode & TYPE) == DIRECTORY;
    }

    static boolean isSymbolicLink(int mode) {
        return (mode & TYPE) == LINK;
    }
}
