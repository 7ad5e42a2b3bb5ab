package io.hallmark.baselines.rootfs;

import io.hallmark.measuredboot.digest.Bank;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Walks that tests make. */
final class Walks {
    /** All that AIDE and Keylime ask for together. */
    static final RootQuestion QUESTION =
            new RootQuestion(Set.of(Bank.SHA1, Bank.SHA256, Bank.SHA512), path -> false, true);

    private Walks() {}

    static RootTree tree(Path image) {
        return tree(image, QUESTION);
    }

    static RootTree tree(Path image, RootQuestion question) {
        try (RootWalk walk = RootWalk.over(image, question, RootLimits.DEFAULT, new LocalPrograms())) {
            return walk.tree();
        }
    }

    /** The entries by path, each changed to what two sources can both tell. */
    static SortedMap<String, RootEntry> entries(RootTree tree, UnaryOperator<RootEntry> what) {
        SortedMap<String, RootEntry> entries = new TreeMap<>();
        tree.entries().forEach(entry -> entries.put(entry.path(), what.apply(entry)));
        return entries;
    }

    /** An archive does not tell the sizes of folders. */
    static RootEntry withoutFolderSize(RootEntry entry) {
        return !entry.isDirectory()
                ? entry
                : new RootEntry(
                        entry.path(),
                        entry.type(),
                        entry.permissions(),
                        entry.uid(),
                        entry.gid(),
                        OptionalLong.empty(),
                        entry.mtime(),
                        entry.target(),
                        entry.xattrs(),
                        entry.digests());
    }

    /** A cpio archive has no extended attributes. */
    static RootEntry withoutXattrs(RootEntry entry) {
        return withoutFolderSize(entry).with(new TreeMap<String, String>());
    }
}
