package io.hallmark.baselines.rootfs;

import java.util.Comparator;

/**
 * A package that is installed in a root file system.
 *
 * @param version as the package manager writes it; with rpm an epoch stands before it only when there is one
 */
public record InstalledPackage(String name, String version, String architecture)
        implements Comparable<InstalledPackage> {
    private static final Comparator<InstalledPackage> ORDER = Comparator.comparing(InstalledPackage::name)
            .thenComparing(InstalledPackage::architecture)
            .thenComparing(InstalledPackage::version);

    @Override
    public int compareTo(InstalledPackage other) {
        return ORDER.compare(this, other);
    }
}
