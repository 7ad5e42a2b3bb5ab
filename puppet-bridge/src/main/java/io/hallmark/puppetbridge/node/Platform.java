package io.hallmark.puppetbridge.node;

import java.util.Collection;
import java.util.LinkedHashSet;
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

    /** What {@link #packageQuery} is answered for a package that is absent with its configuration files. */
    Expectation absent() {
        // dpkg knows some that were purged; rpm keeps no configuration apart.
        return this == DEBIAN
                ? new Expectation.LinesWithin(Set.of("not-installed"))
                : new Expectation.LacksLine(installedLine());
    }

    /** What lists packages, one a line: how far it is installed, and its name. */
    private Probe.Run packageList() {
        List<String> command = this == DEBIAN
                ? List.of("dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\\n")
                : List.of("rpm", "-qa", "--qf", "installed %{NAME}\\n");
        return new Probe.Run(command, Set.of(0));
    }

    /** The check that a node has no packages but these. */
    public NodeCheck onlyPackages(Collection<String> names) {
        Set<String> allowed = new LinkedHashSet<>(names);
        if (this == REDHAT) {
            // So rpm lists the keys that it trusts.
            allowed.add("gpg-pubkey");
        }
        return NodeCheck.configured("installed packages", packageList(), new Expectation.PackagesWithin(allowed));
    }
}
