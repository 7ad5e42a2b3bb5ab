package io.hallmark.baselines.initramfs;

import io.hallmark.baselines.initramfs.InitramfsIndex.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells two initramfs images apart in words; kernel modules are told by release, not one by one. */
public final class InitramfsChange {
    private static final Pattern MODULE = Pattern.compile("(?:usr/)?lib/modules/([^/]+)/.*\\.ko(?:\\.[a-z0-9]+)?");
    private static final Pattern MICROCODE = Pattern.compile("kernel/x86/microcode/(.+)");
    private static final int MOST_LINES = 25;

    private final InitramfsIndex before;
    private final InitramfsIndex after;
    private final List<String> words = new ArrayList<>();

    private InitramfsChange(InitramfsIndex before, InitramfsIndex after) {
        this.before = before;
        this.after = after;
    }

    /** What changed, one line each; at most {@value #MOST_LINES} files are named, and the rest is counted. */
    public static List<String> words(InitramfsIndex before, InitramfsIndex after) {
        InitramfsChange change = new InitramfsChange(before, after);
        if (!before.compressions().equals(after.compressions())) {
            change.words.add("packed as " + String.join(" + ", after.compressions()) + ", was "
                    + String.join(" + ", before.compressions()));
        }
        change.modules();
        change.files();
        if (change.words.isEmpty()) {
            change.words.add("the files inside are the same; only the packing differs");
        }
        return List.copyOf(change.words);
    }

    private void modules() {
        Map<String, Set<String>> old = modules(before);
        Map<String, Set<String>> fresh = modules(after);
        List<String> gone =
                old.keySet().stream().filter(r -> !fresh.containsKey(r)).toList();
        List<String> come =
                fresh.keySet().stream().filter(r -> !old.containsKey(r)).toList();
        if (gone.size() == 1 && come.size() == 1) {
            int was = old.get(gone.get(0)).size();
            int is = fresh.get(come.get(0)).size();
            words.add(modules(was) + " of " + gone.get(0) + " replaced by " + is + " of " + come.get(0));
        } else {
            gone.forEach(release -> words.add(modules(old.get(release).size()) + " of " + release + " removed"));
            come.forEach(release -> words.add(modules(fresh.get(release).size()) + " of " + release + " added"));
        }
        fresh.forEach((release, is) -> {
            if (old.containsKey(release)) {
                sameRelease(release, old.get(release), is);
            }
        });
    }

    private void sameRelease(String release, Set<String> was, Set<String> is) {
        long changed = is.stream()
                .filter(was::contains)
                .filter(path -> !before.files().get(path).equals(after.files().get(path)))
                .count();
        long added = is.stream().filter(path -> !was.contains(path)).count();
        long removed = was.stream().filter(path -> !is.contains(path)).count();
        if (changed + added + removed > 0) {
            words.add("kernel modules of " + release + ": " + changed + " changed, " + added + " added, " + removed
                    + " removed");
        }
    }

    private static String modules(int count) {
        return count == 1 ? "1 kernel module" : count + " kernel modules";
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

    private void files() {
        Set<String> paths = new TreeSet<>(before.files().keySet());
        paths.addAll(after.files().keySet());
        paths.removeIf(path -> MODULE.matcher(path).matches()
                || isModuleFolder(path)
                || Objects.equals(before.files().get(path), after.files().get(path)));
        int told = 0;
        for (String path : paths) {
            if (told++ == MOST_LINES) {
                words.add("inside: and " + (paths.size() - MOST_LINES) + " more files");
                return;
            }
            words.add(file(path, before.files().get(path), after.files().get(path)));
        }
    }

    /** A folder that came or went with the modules of a release, which are told already. */
    private boolean isModuleFolder(String path) {
        Item item = after.files().getOrDefault(path, before.files().get(path));
        return path.matches("(?:usr/)?lib/modules/.+") && item.isFolder();
    }

    private static String file(String path, Item was, Item is) {
        Matcher microcode = MICROCODE.matcher(path);
        String name = microcode.matches() ? "CPU microcode " + microcode.group(1) : path;
        return "inside: " + name
                + (was == null ? " added" : is == null ? " removed" : " changed (" + is.differenceTo(was) + ")");
    }
}
