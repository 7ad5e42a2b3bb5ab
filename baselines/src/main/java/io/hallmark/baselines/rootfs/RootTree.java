package io.hallmark.baselines.rootfs;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** All files of a root file system, as one walk has found them. */
public final class RootTree {
    private final String name;
    private final NavigableMap<String, RootEntry> entries;
    private final Map<String, Path> kept;

    RootTree(String name, NavigableMap<String, RootEntry> entries, Map<String, Path> kept) {
        this.name = name;
        this.entries = Collections.unmodifiableNavigableMap(entries);
        this.kept = Map.copyOf(kept);
    }

    /** Of the folder or file, for messages. */
    public String name() {
        return name;
    }

    /** A folder before what is in it, names of one folder in the order of their bytes. */
    public Collection<RootEntry> entries() {
        return entries.values();
    }

    public Optional<RootEntry> at(String path) {
        return Optional.ofNullable(entries.get(path));
    }

    /** Copies of files that were asked for, by their paths, for as long as the walk's folder is there. */
    public Map<String, Path> kept() {
        return kept;
    }
}
