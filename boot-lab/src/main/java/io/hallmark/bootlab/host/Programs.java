package io.hallmark.bootlab.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the programs that the lab needs are, and which Debian package has them. */
public final class Programs {
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("apt-cache", "apt"),
            Map.entry("apt-get", "apt"),
            Map.entry("dpkg-deb", "dpkg"),
            Map.entry("dpkg-query", "dpkg"),
            Map.entry("tar", "tar"),
            Map.entry("mcopy", "mtools"),
            Map.entry("mkfs.vfat", "dosfstools"),
            Map.entry("openssl", "openssl"),
            Map.entry("qemu-system-x86_64", "qemu-system-x86"),
            Map.entry("sbsign", "sbsigntool"),
            Map.entry("sgdisk", "gdisk"),
            Map.entry("swtpm", "swtpm"),
            Map.entry("swtpm_setup", "swtpm-tools"),
            Map.entry("xz", "xz-utils"));

    private Programs() {}

    /** @throws BootLabException that names the package to install when the program is missing */
    public static String path(String program) {
        return find(program)
                .map(Path::toString)
                .orElseThrow(() -> new BootLabException("there is no program '" + program + "' here: install the Debian"
                        + " package " + PACKAGES.getOrDefault(program, "that has it")));
    }

    /** The packages that have the programs of the lab. */
    static Set<String> packages() {
        return Set.copyOf(PACKAGES.values());
    }

    /** The programs of the lab that are missing here, each with its package: {@code swtpm (swtpm)}. */
    public static List<String> missing() {
        return PACKAGES.entrySet().stream()
                .filter(entry -> find(entry.getKey()).isEmpty())
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .sorted()
                .toList();
    }

    private static Optional<Path> find(String program) {
        List<String> folders = new ArrayList<>(
                List.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator)));
        // Partitioning tools are for administrators, whose folders are on nobody else's path.
        folders.addAll(List.of("/usr/sbin", "/sbin"));
        return folders.stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
