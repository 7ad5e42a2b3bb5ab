package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.grub.GrubDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file systems of a machine in one text, for a stage's field: {@code DEVICE [uuid=…] [label=…] [kind=…]}, with
 * semicolons between them. A device is named as GRUB names it, without parentheses: {@code hd0,gpt2}.
 */
final class GrubFilesystems {
    private static final Set<String> KEYS = Set.of("uuid", "label", "kind");

    private GrubFilesystems() {}

    static List<GrubDevice> parse(String text) {
        List<GrubDevice> devices = new ArrayList<>();
        for (String entry : text.split(";")) {
            String[] words = entry.trim().split("\\s+");
            if (words[0].isEmpty()) {
                continue;
            }
            Map<String, String> values = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                int equals = words[i].indexOf('=');
                if (equals < 0 || !KEYS.contains(words[i].substring(0, equals))) {
                    throw new MeasuredBootException(
                            "'filesystems' of a GRUB stage: '" + words[i] + "' is none of uuid=…, label=… and kind=…");
                }
                values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
            devices.add(new GrubDevice(
                    words[0],
                    Optional.ofNullable(values.get("uuid")),
                    Optional.ofNullable(values.get("label")),
                    Optional.ofNullable(values.get("kind"))));
        }
        return devices;
    }
}
