package io.hallmark.baselines.rootfs;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.Printable;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts entries into their places as unpacking would, and refuses those whose place depends on who unpacks: outside the
 * root, below a link, in no folder.
 */
final class TreeCollector {
    private final String name;
    private final RootLimits limits;
    private final NavigableMap<String, RootEntry> entries = new TreeMap<>(PathOrder.INSTANCE);
    private int taken;

    /** @param name of the folder or file, for messages */
    TreeCollector(String name, RootLimits limits) {
        this.name = name;
        this.limits = limits;
    }

    /**
     * The path from the root for a name in an archive.
     *
     * @throws BaselinesException when it leaves the root or is too long
     */
    String path(String archived) {
        if (archived.length() > limits.nameBytes()) {
            throw refused(archived, "the path has more than " + limits.nameBytes() + " bytes");
        }
        StringBuilder path = new StringBuilder();
        for (String part : archived.split("/")) {
            if (part.equals("..")) {
                throw refused(archived, "the path leads out of its folder");
            }
            if (part.indexOf('\0') >= 0) {
                throw refused(archived, "the path has a zero byte");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                path.append('/').append(part);
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    /** Adds a file; one that was there before is replaced. */
    void put(RootEntry entry) {
        requireRoom(++taken);
        if (entry.target().isPresent() && entry.target().get().length() > limits.nameBytes()) {
            throw refused(entry.path(), "the link's target has more than " + limits.nameBytes() + " bytes");
        }
        requireFolder(entry.path());
        RootEntry before = entries.get(entry.path());
        if (before != null && before.isDirectory() && !entry.isDirectory()) {
            String next = entries.higherKey(entry.path());
            if (next != null && next.startsWith(entry.path() + "/")) {
                throw refused(entry.path(), "a folder that is not empty is replaced by something else");
            }
        }
        entries.put(entry.path(), entry);
    }

    /** Refuses more files than there may be. */
    void requireRoom(int files) {
        if (files > limits.entries()) {
            throw new BaselinesException(name + ": more than " + limits.entries() + " files");
        }
    }

    /**
     * Adds another name of a file.
     *
     * @return the file
     */
    RootEntry link(String path, String target) {
        RootEntry file = entries.get(target);
        if (file == null || file.isDirectory()) {
            throw refused(path, "a hard link to " + Printable.line(target) + ", which is no file before it");
        }
        put(file.at(path));
        return file;
    }

    /** Adds the digests of a file whose content was read later than its attributes. */
    void complete(String path, Digests digests) {
        entries.computeIfPresent(path, (key, entry) -> entry.with(digests));
    }

    /** Adds the extended attributes of a file. */
    void complete(String path, SortedMap<String, String> xattrs) {
        entries.computeIfPresent(path, (key, entry) -> entry.with(xattrs));
    }

    RootTree tree(Map<String, Path> kept) {
        if (entries.isEmpty()) {
            throw new BaselinesException(name + ": there is nothing in it");
        }
        return new RootTree(name, entries, kept);
    }

    NavigableMap<String, RootEntry> entries() {
        return entries;
    }

    /** The size of something: a folder's is known only where a file system is read. */
    static OptionalLong archivedSize(FileType type, long size) {
        return type == FileType.DIRECTORY ? OptionalLong.empty() : OptionalLong.of(size);
    }

    BaselinesException refused(String path, String why) {
        return new BaselinesException(name + ": " + Printable.line(path) + ": " + why + "; make the image again");
    }

    private void requireFolder(String path) {
        int slash = path.lastIndexOf('/');
        if (slash <= 0) {
            return;
        }
        String parent = path.substring(0, slash);
        RootEntry folder = entries.get(parent);
        if (folder == null) {
            throw refused(path, "there is no entry for its folder before it, so that nobody knows who may write there");
        }
        if (!folder.isDirectory()) {
            throw refused(path, "its folder " + Printable.line(parent) + " is no folder but a link or a file");
        }
    }
}
