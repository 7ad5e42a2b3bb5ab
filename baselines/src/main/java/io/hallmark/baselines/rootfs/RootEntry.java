package io.hallmark.baselines.rootfs;

import io.hallmark.measuredboot.digest.Digests;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of a root file system, of any type.
 *
 * @param path from the root, with a slash first and none last; {@code /} is the root itself. See {@link FileName}
 * @param permissions the lower twelve bits of {@code st_mode}
 * @param size in bytes; empty for a folder of an archive, whose size depends on the file system that it is unpacked to
 * @param mtime in seconds since 1970
 * @param target of a symbolic link, as it is written there
 * @param xattrs extended attributes by name, with their values in Base64; ACLs are among them
 * @param digests of a regular file's content, in the banks that were asked for
 */
public record RootEntry(
        String path,
        FileType type,
        int permissions,
        long uid,
        long gid,
        OptionalLong size,
        long mtime,
        Optional<String> target,
        SortedMap<String, String> xattrs,
        Digests digests) {
    private static final int PERMISSIONS = 07777;

    public RootEntry {
        Objects.requireNonNull(type, "type");
        xattrs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
        if (!path.startsWith("/") || permissions != (permissions & PERMISSIONS)) {
            throw new IllegalArgumentException("no path from the root, or no permissions: " + path);
        }
    }

    /** {@code st_mode}. */
    public int mode() {
        return type.bits() | permissions;
    }

    public boolean isRegular() {
        return type == FileType.REGULAR;
    }

    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    /** The same file under another name: a hard link. */
    public RootEntry at(String otherPath) {
        return new RootEntry(otherPath, type, permissions, uid, gid, size, mtime, target, xattrs, digests);
    }

    /** The same file with these extended attributes. */
    public RootEntry with(SortedMap<String, String> otherXattrs) {
        return new RootEntry(path, type, permissions, uid, gid, size, mtime, target, otherXattrs, digests);
    }

    /** The same file with a content. */
    public RootEntry with(Digests otherDigests) {
        return new RootEntry(path, type, permissions, uid, gid, size, mtime, target, xattrs, otherDigests);
    }

    /** The same file with the content of another one. */
    RootEntry withContentOf(RootEntry other) {
        return new RootEntry(path, type, permissions, uid, gid, other.size, mtime, target, xattrs, other.digests);
    }
}
