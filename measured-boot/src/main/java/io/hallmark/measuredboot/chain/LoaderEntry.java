package io.hallmark.measuredboot.chain;

import java.util.ArrayList;
import java.util.List;

/**
 * A type 1 entry of the Boot Loader Specification, as far as it decides what systemd-boot measures.
 *
 * @param initrds paths, in the order of the lines
 * @param options the values of the {@code options} lines, in order
 */
record LoaderEntry(List<String> initrds, List<String> options) {
    LoaderEntry {
        initrds = List.copyOf(initrds);
        options = List.copyOf(options);
    }

    /**
     * Reads an entry as {@code line_get_key_value} in {@code src/boot/efi/boot.c} does (since v257 {@code efi-string.c});
     * lines that do not matter here are passed over, as systemd-boot passes over those it lacks.
     */
    static LoaderEntry parse(String text) {
        List<String> initrds = new ArrayList<>();
        List<String> options = new ArrayList<>();
        int nul = text.indexOf('\0');
        for (String raw : (nul < 0 ? text : text.substring(0, nul)).split("[\\n\\r]")) {
            String line = raw.replaceAll("^[ \\t]+|[ \\t]+$", "");
            String[] parts = line.split("[ \\t]+", 2);
            if (line.startsWith("#") || parts.length < 2) {
                continue;
            }
            if (parts[0].equals("initrd")) {
                initrds.add(unquoted(parts[1]));
            } else if (parts[0].equals("options")) {
                options.add(unquoted(parts[1]));
            }
        }
        return new LoaderEntry(initrds, options);
    }

    private static String unquoted(String value) {
        return isQuoted(value, '"') ? value.substring(1, Math.max(1, value.length() - 1)) : value;
    }

    private static boolean isQuoted(String value, char quote) {
        return value.charAt(0) == quote && value.charAt(value.length() - 1) == quote;
    }

    /** What systemd-boot passes to the kernel: {@code initrd=\initrd.img console=ttyS0} (src/boot/efi/boot.c). */
    CommandLine loadOptions() {
        List<String> words = new ArrayList<>();
        for (String initrd : initrds) {
            if (!initrd.startsWith("/") && !initrd.startsWith("\\")) {
                return CommandLine.unknown("the entry's initrd '" + initrd + "' does not begin with '/', and releases"
                        + " of systemd-boot differ in what they make of that: write it from the partition's root");
            }
            words.add("initrd=" + initrd.replaceAll("[/\\\\]+", "\\\\"));
        }
        words.addAll(options);
        if (options.stream().anyMatch(value -> !value.isEmpty() && isQuoted(value, '\''))) {
            return CommandLine.unknown(
                    "the entry's options stand in single quotes, which newer releases of systemd-boot"
                            + " take off: leave them out");
        }
        return words.isEmpty() ? CommandLine.NONE : CommandLine.of(String.join(" ", words));
    }
}
