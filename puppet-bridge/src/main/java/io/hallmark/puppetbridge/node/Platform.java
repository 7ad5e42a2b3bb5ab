package io.hallmark.puppetbridge.node;

import java.util.List;
import java.util.Set;

/** A family of distributions, as far as files and programs differ. */
public enum Platform {
    /** Debian, Ubuntu and their kin: dpkg, GRUB drop-ins, AppArmor. */
    DEBIAN("debian"),
    /** RHEL, Fedora and their kin: RPM, SELinux. */
    REDHAT("redhat");

    private final String label;

    Platform(String label) {
        this.label = label;
    }

    /** The name in documents. */
    public String label() {
        return label;
    }

    /** What asks whether a package is installed; {@link #installedLine} tells its answer. */
    Probe.Run packageQuery(String name) {
        List<String> command = this == DEBIAN
                ? List.of("dpkg-query", "-W", "-f", "${db:Status-Status}\\n", name)
                : List.of("rpm", "-q", "--qf", "installed\\n", name);
        return new Probe.Run(command, Set.of(0, 1));
    }

    /** The line with which {@link #packageQuery} is answered for a package that is there. */
    String installedLine() {
        return "installed";
    }

    /** What lists the names of all installed packages, one a line. */
    public Probe.Run packageList() {
        List<String> command = this == DEBIAN
                ? List.of("dpkg-query", "-W", "-f", "${Package}\\n")
                : List.of("rpm", "-qa", "--qf", "%{NAME}\\n");
        return new Probe.Run(command, Set.of(0));
    }
}
