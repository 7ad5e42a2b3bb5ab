package io.hallmark.baselines.rootfs;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** All files of a root file system, as one walk has found them. */
public final class RootTree {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

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

    /**
     * What a symbolic link leads to, through all further links; an absolute target is one from the root.
     *
     * @return empty when there is nothing, or links go in a circle
     */
    public Optional<RootEntry> resolve(RootEntry link) {
        Deque<String> ahead = new ArrayDeque<>();
        prepend(ahead, link.path());
        String here = "";
        for (int links = 0; !ahead.isEmpty(); ) {
            String name = ahead.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                here = here.substring(0, Math.max(0, here.lastIndexOf('/')));
                continue;
            }
            RootEntry entry = entries.get(here + "/" + name);
            if (entry == null) {
                return Optional.empty();
            }
            if (entry.target().isEmpty()) {
                here = entry.path();
            } else if (++links > MOST_LINKS) {
                return Optional.empty();
            } else {
                here = entry.target().get().startsWith("/") ? "" : here;
                prepend(ahead, entry.target().get());
            }
        }
        return at(here.isEmpty() ? "/" : here);
    }

    private static void prepend(Deque<String> ahead, String path) {
        String[] names = path.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            ahead.push(names[i]);
        }
    }

    /** Copies of files that were asked for, by their paths, for as long as the walk's folder is there. */
    public Map<String, Path> kept() {
        return kept;
    }
}
