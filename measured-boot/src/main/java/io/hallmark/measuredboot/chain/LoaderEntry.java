package io.hallmark.measuredboot.chain;

import java.util.ArrayList;
import java.util.List;

/**
 * A type 1 entry of the Boot Loader Specification, as far as it decides what systemd-boot measures.
 *
 * @param initrds paths, in the order of the lines
 * @param options the {@code options} lines joined by spaces
 */
record LoaderEntry(List<String> initrds, String options) {
    LoaderEntry {
        initrds = List.copyOf(initrds);
    }

    /** Reads an entry; lines that do not matter here are passed over, as systemd-boot passes over those it lacks. */
    static LoaderEntry parse(String text) {
        List<String> initrds = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String raw : text.split("\\R")) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("[ \\t]+", 2);
            if (parts.length < 2) {
                continue;
            }
            if (parts[0].equals("initrd")) {
                initrds.add(parts[1]);
            } else if (parts[0].equals("options")) {
                options.add(parts[1]);
            }
        }
        return new LoaderEntry(initrds, String.join(" ", options));
    }

    /** What systemd-boot passes to the kernel: {@code initrd=\initrd.img console=ttyS0} (src/boot/efi/boot.c). */
    String loadOptions() {
        List<String> words = new ArrayList<>();
        for (String initrd : initrds) {
            words.add("initrd=" + initrd.replace('/', '\\'));
        }
        if (!options.isEmpty()) {
            words.add(options);
        }
        return String.join(" ", words);
    }
}
