package io.hallmark.baselines.initramfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells two initramfs images apart in words; kernel modules are told by release, not one by one. */
public final class InitramfsChange {
    private static final Pattern MODULE = Pattern.compile("(?:usr/)?lib/modules/([^/]+)/.*\\.ko(?:\\.[a-z0-9]+)?");
    private static final int MOST_LINES = 25;

    private final List<String> words = new ArrayList<>();

    private InitramfsChange() {}

    /** What changed, one line each; at most {@value #MOST_LINES} files are named, and the rest is counted. */
    public static List<String> words(InitramfsIndex before, InitramfsIndex after) {
        InitramfsChange change = new InitramfsChange();
        if (!before.compressions().equals(after.compressions())) {
            change.words.add("packed as " + String.join(" + ", after.compressions()) + ", was "
                    + String.join(" + ", before.compressions()));
        }
        change.modules(before, after);
        change.files(before, after);
        if (change.words.isEmpty()) {
            change.words.add("the files inside are the same; only the packing differs");
        }
        return List.copyOf(change.words);
    }

    private void modules(InitramfsIndex before, InitramfsIndex after) {
        Map<String, Set<String>> old = modules(before);
        Map<String, Set<String>> fresh = modules(after);
        Set<String> releases = new TreeSet<>(old.keySet());
        releases.addAll(fresh.keySet());
        for (String release : releases) {
            Set<String> was = old.getOrDefault(release, Set.of());
            Set<String> is = fresh.getOrDefault(release, Set.of());
            if (was.isEmpty()) {
                words.add(is.size() + " kernel modules of " + release + " added");
            } else if (is.isEmpty()) {
                words.add(was.size() + " kernel modules of " + release + " removed");
            } else {
                long changed = is.stream()
                        .filter(was::contains)
                        .filter(path ->
                                !before.files().get(path).equals(after.files().get(path)))
                        .count();
                long added = is.stream().filter(path -> !was.contains(path)).count();
                long removed = was.stream().filter(path -> !is.contains(path)).count();
                if (changed + added + removed > 0) {
                    words.add("kernel modules of " + release + ": " + changed + " changed, " + added + " added, "
                            + removed + " removed");
                }
            }
        }
    }

    private static Map<String, Set<String>> modules(InitramfsIndex index) {
        Map<String, Set<String>> modules = new TreeMap<>();
        for (String path : index.files().keySet()) {
            Matcher matcher = MODULE.matcher(path);
            if (matcher.matches()) {
                modules.computeIfAbsent(matcher.group(1), release -> new TreeSet<>())
                        .add(path);
            }
        }
        return modules;
    }

    private void files(InitramfsIndex before, InitramfsIndex after) {
        Set<String> paths = new TreeSet<>(before.files().keySet());
        paths.addAll(after.files().keySet());
        int told = 0;
        int more = 0;
        for (String path : paths) {
            InitramfsIndex.Item was = before.files().get(path);
            InitramfsIndex.Item is = after.files().get(path);
            if (MODULE.matcher(path).matches() || java.util.Objects.equals(was, is)) {
                continue;
            }
            if (told == MOST_LINES) {
                more++;
                continue;
            }
            told++;
            words.add("inside: " + path + (was == null ? " added" : is == null ? " removed" : " changed"));
        }
        if (more > 0) {
            words.add("inside: and " + more + " more files");
        }
    }
}
