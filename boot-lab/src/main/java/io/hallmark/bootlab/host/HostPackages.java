package io.hallmark.bootlab.host;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The installed packages with the programs that the lab runs: its emulator, its TPM and its makers of media. */
public final class HostPackages {
    /** What swtpm does as a TPM is in this library. */
    private static final String TPM_LIBRARY = "libtpms0";

    private HostPackages() {}

    /** Their versions by name; a program that came here in another way than by its package has none. */
    public static SortedMap<String, String> versions() {
        Set<String> names = new TreeSet<>(Programs.packages());
        names.add(TPM_LIBRARY);
        SortedMap<String, String> versions = new TreeMap<>();
        Command.of("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status} ${Version}\\n")
                .run()
                .lines()
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length == 3 && words[1].equals("installed") && names.contains(words[0]))
                .forEach(words -> versions.put(words[0], words[2]));
        return versions;
    }
}
