package io.hallmark.baselines.rootfs;

import io.hallmark.baselines.BaselinesException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The status file of dpkg: paragraphs of fields, as deb822(5) describes them. */
final class DpkgStatus {
    /** With triggers that wait a package is installed, too (dpkg(1), "Package states"). */
    private static final Set<String> INSTALLED = Set.of("installed", "triggers-awaited", "triggers-pending");

    private DpkgStatus() {}

    /**
     * The packages that are installed; those of which only configuration is left are not.
     *
     * @param name of the file, for messages
     */
    static List<InstalledPackage> read(String name, String text) {
        List<InstalledPackage> packages = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        int number = 0;
        for (String line : (text + "\n\n").split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                add(name, number, fields, packages);
                fields.clear();
            } else if (!Character.isWhitespace(line.charAt(0))) {
                int colon = line.indexOf(':');
                if (colon < 1) {
                    throw new BaselinesException(name + ":" + number + ": is no field of a package's status");
                }
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return packages;
    }

    private static void add(String name, int number, Map<String, String> fields, List<InstalledPackage> packages) {
        // Images without dpkg have no Status: what has a paragraph is there.
        String status = fields.getOrDefault("Status", "installed");
        if (fields.isEmpty() || !INSTALLED.contains(status.substring(status.lastIndexOf(' ') + 1))) {
            return;
        }
        for (String needed : List.of("Package", "Version", "Architecture")) {
            if (!fields.containsKey(needed)) {
                throw new BaselinesException(name + ":" + number + ": a package without " + needed);
            }
        }
        packages.add(new InstalledPackage(fields.get("Package"), fields.get("Version"), fields.get("Architecture")));
    }
}
