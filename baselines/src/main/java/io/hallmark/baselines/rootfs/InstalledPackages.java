package io.hallmark.baselines.rootfs;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.io.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The packages that the package manager of a root file system knows: dpkg by its status file, or by the folder of status
 * files that images without dpkg have; rpm by its database, which the program {@code rpm} reads.
 */
public final class InstalledPackages {
    private static final String DPKG = "/var/lib/dpkg/status";
    private static final String DPKG_FOLDER = "/var/lib/dpkg/status.d/";
    private static final Set<String> RPM_FOLDERS = Set.of("/var/lib/rpm/", "/usr/lib/sysimage/rpm/");
    private static final Set<String> RPM_FILES =
            Set.of("rpmdb.sqlite", "rpmdb.sqlite-wal", "rpmdb.sqlite-shm", "Packages", "Packages.db", "Index.db");
    private static final int FIELDS = 3;

    private InstalledPackages() {}

    /** What a walk has to keep. */
    public static RootQuestion question() {
        return new RootQuestion(Set.of(), InstalledPackages::isDatabase, false);
    }

    /**
     * Reads them.
     *
     * @param tree of a walk that was asked {@link #question}
     * @throws BaselinesException when there is no database of packages, or it can't be read
     */
    public static SortedSet<InstalledPackage> of(RootTree tree, Programs programs) {
        SortedSet<InstalledPackage> packages = new TreeSet<>();
        boolean found = false;
        List<String> rpm = new ArrayList<>();
        try {
            for (Map.Entry<String, Path> kept : tree.kept().entrySet()) {
                if (isRpm(kept.getKey())) {
                    rpm.add(kept.getKey());
                } else if (isDatabase(kept.getKey())) {
                    found = true;
                    packages.addAll(DpkgStatus.read(
                            tree.name() + ": " + Printable.line(kept.getKey()),
                            Files.readString(kept.getValue(), StandardCharsets.UTF_8)));
                }
            }
            if (!rpm.isEmpty()) {
                packages.addAll(ofRpm(tree, rpm, programs));
            } else if (!found) {
                throw new BaselinesException(tree.name() + ": has no list of packages: neither " + DPKG + " or "
                        + DPKG_FOLDER + " nor a database of rpm");
            }
        } catch (IOException e) {
            throw new BaselinesException(
                    tree.name() + ": its list of packages can't be read: "
                            + Printable.line(String.valueOf(e.getMessage())),
                    e);
        }
        return packages;
    }

    private static boolean isDatabase(String path) {
        return path.equals(DPKG)
                || (path.startsWith(DPKG_FOLDER)
                        && path.indexOf('/', DPKG_FOLDER.length()) < 0
                        && !path.endsWith(".md5sums"))
                || isRpm(path);
    }

    private static boolean isRpm(String path) {
        int name = path.lastIndexOf('/') + 1;
        return RPM_FOLDERS.contains(path.substring(0, name)) && RPM_FILES.contains(path.substring(name));
    }

    /** rpm wants its database as a folder, and writes lock files there. */
    private static List<InstalledPackage> ofRpm(RootTree tree, List<String> files, Programs programs)
            throws IOException {
        Path folder = Files.createTempDirectory("hallmark-rpm");
        try {
            for (String file : files) {
                Path copy = folder.resolve(file.substring(file.lastIndexOf('/') + 1));
                if (Files.exists(copy)) {
                    throw new BaselinesException(tree.name() + ": has two databases of rpm, in " + RPM_FOLDERS);
                }
                Files.copy(tree.kept().get(file), copy);
            }
            String format = "%{NAME}\\t%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\\t%{ARCH}\\n";
            List<String> command = List.of("rpm", "--dbpath", folder.toString(), "-qa", "--qf", format);
            return programs.run(command, new byte[0], stream -> {
                ToolOutput output = new ToolOutput(stream);
                List<InstalledPackage> packages = new ArrayList<>();
                while (output.peek() >= 0) {
                    String[] fields = output.line().split("\t", -1);
                    if (fields.length != FIELDS) {
                        throw new IOException("it writes a package without a name, version and architecture");
                    }
                    // Keys that packages are signed with are kept as packages.
                    if (!fields[0].equals("gpg-pubkey")) {
                        packages.add(new InstalledPackage(fields[0], fields[1], fields[2]));
                    }
                }
                return packages;
            });
        } finally {
            try (var left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
