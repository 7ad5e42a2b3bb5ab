package io.hallmark.measuredboot.grub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The files that GRUB finds, by path; a path without a device stands for a file of whatever device GRUB looks at.
 *
 * <p>The list is taken to be complete: a file that is not in it does not exist.
 */
public final class GrubFiles {
    private final Map<String, GrubFile> byName;
    private final List<GrubFile> target;

    /** @param byName keys are {@code /boot/grub/grub.cfg} or {@code (hd0,gpt2)/boot/grub/grub.cfg} */
    public GrubFiles(Map<String, GrubFile> byName) {
        this(tidy(byName), List.of());
    }

    /** @param clean names as {@link #tidy} makes them */
    private GrubFiles(Map<String, GrubFile> clean, List<GrubFile> target) {
        this.target = List.copyOf(target);
        this.byName = clean;
    }

    private static Map<String, GrubFile> tidy(Map<String, GrubFile> byName) {
        Map<String, GrubFile> clean = new LinkedHashMap<>();
        byName.forEach((name, file) -> clean.put(tidy(ByteText.of(name)), file));
        return clean;
    }

    /** These files and, where there is none by that name, {@code more}. */
    public GrubFiles with(Map<String, GrubFile> more) {
        Map<String, GrubFile> all = new LinkedHashMap<>(byName);
        more.forEach((name, file) -> {
            String path = ByteText.of(name);
            int close = path.startsWith("(") ? path.indexOf(')') : -1;
            if (!byName.containsKey(tidy(path)) && !byName.containsKey(tidy(path.substring(close + 1)))) {
                all.putIfAbsent(tidy(path), file);
            }
        });
        return new GrubFiles(all, target);
    }

    /**
     * These files, and what GRUB is known to boot though its files' paths are not.
     *
     * @param target the kernel, or another image, and the initrds after it; they stand for the files that the loading
     *     commands name when there are none by these names
     */
    public GrubFiles booting(List<GrubFile> target) {
        return new GrubFiles(byName, target);
    }

    /** What stands for the image (0) or an initrd (from 1) that no file is found for. */
    Optional<GrubFile> target(int number) {
        return number < target.size() ? Optional.of(target.get(number)) : Optional.empty();
    }

    boolean hasTarget() {
        return !target.isEmpty();
    }

    /** @param device without parentheses */
    Optional<GrubFile> find(String device, String path) {
        String wanted = tidy(path);
        GrubFile file = byName.get("(" + device + ")" + wanted);
        return Optional.ofNullable(file != null ? file : byName.get(wanted));
    }

    /** The same on a file system that does not tell upper and lower case apart. */
    Optional<GrubFile> findIgnoringCase(String device, String path) {
        Optional<GrubFile> exact = find(device, path);
        if (exact.isPresent()) {
            return exact;
        }
        String wanted = tidy(path);
        return byName.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(wanted)
                        || entry.getKey().equalsIgnoreCase("(" + device + ")" + wanted))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The names of what is in a folder, sorted; folders end in a slash. */
    List<String> list(String device, String folder) {
        String tidy = tidy(folder);
        String prefix = tidy.endsWith("/") ? tidy : tidy + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String name : byName.keySet()) {
            String path = name.startsWith("(" + device + ")") ? name.substring(device.length() + 2) : name;
            if (path.regionMatches(true, 0, prefix, 0, prefix.length())) {
                String rest = path.substring(prefix.length());
                int slash = rest.indexOf('/');
                names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
            }
        }
        return new ArrayList<>(names);
    }

    private static String tidy(String name) {
        if (!name.contains("//")) {
            return name;
        }
        StringBuilder tidy = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '/' || tidy.length() == 0 || tidy.charAt(tidy.length() - 1) != '/') {
                tidy.append(name.charAt(i));
            }
        }
        return tidy.toString();
    }
}
