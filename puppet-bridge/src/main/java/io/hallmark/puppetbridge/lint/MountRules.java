package io.hallmark.puppetbridge.lint;

import io.hallmark.puppetbridge.node.AppliedIn;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.Updates;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.profile.Mount;
import io.hallmark.puppetbridge.profile.VerityDevice;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writable file systems without guards, and guards that break what the node does. */
final class MountRules implements Lint.Rule {
    /** Types that nobody can write to. */
    private static final Set<String> READ_ONLY_TYPES = Set.of("squashfs", "erofs", "iso9660", "cramfs", "romfs");

    /** Where dpkg and RPM keep and run the scripts of packages. */
    private static final List<String> SCRIPTS = List.of("/var/lib/dpkg/info", "/var/lib/rpm");

    private static final String NO_SCRIPTS =
            "noexec keeps the scripts of packages from running, which dpkg and RPM start from below /var/lib";

    @Override
    public void look(HardeningProfile profile, List<Finding> findings) {
        List<Mount> mounts = profile.all(Mount.class);
        mounts.forEach(mount -> alone(mount, findings));
        if (profile.node().updates() == Updates.PACKAGES) {
            packages(mounts, findings);
            readOnly(profile, "/usr")
                    .ifPresent(measure -> findings.add(Finding.error(
                            measure.name(),
                            "it is read-only, so that no package can be installed or updated on the node; update nodes by image"
                                    + " ('updates: image')")));
        } else if (profile.node().appliedIn() == AppliedIn.NODE
                && profile.states().stream().anyMatch(MountRules::changesPackages)) {
            // No error: where the image is as the profile says there is nothing to change.
            noScripts(mounts)
                    .ifPresent(mount -> findings.add(Finding.warning(
                            mount.name(),
                            NO_SCRIPTS
                                    + ": on nodes whose image lacks a package that a measure needs, or has one that is to be"
                                    + " absent, each run fails; build the image as the profile says")));
        }
        boolean writes = profile.node().appliedIn() == AppliedIn.NODE
                && profile.measures().stream()
                        .anyMatch(measure -> !measure.states(profile.node()).isEmpty());
        Optional<Measure> readOnlyEtc = readOnly(profile, "/etc");
        if (writes && readOnlyEtc.isPresent()) {
            findings.add(
                    Finding.error(
                            readOnlyEtc.get().name(),
                            "it is read-only, and configuration management writes to /etc on the node: mount a writable file system or"
                                    + " an overlay at /etc, or apply the profile where the image is built ('applied-in: image-build')"));
        }
    }

    private static void alone(Mount mount, List<Finding> findings) {
        if (READ_ONLY_TYPES.contains(mount.fstype()) && !mount.readOnly()) {
            findings.add(Finding.error(
                    mount.name(),
                    mount.fstype() + " can't be written to; give it the option 'ro', so that this is said"));
        }
        List<String> missing = mount.missingGuards();
        if (!missing.isEmpty() && mount.waiver().isEmpty()) {
            findings.add(Finding.error(
                    mount.name(),
                    "it is writable and lacks " + String.join(", ", missing)
                            + ": add them, make it read-only, or say why not" + " with 'waiver'"));
        } else if (missing.isEmpty() && mount.waiver().isPresent()) {
            findings.add(Finding.warning(
                    mount.name(), "its waiver waives nothing; remove it, so that nobody takes it for a weak spot"));
        }
    }

    private static void packages(List<Mount> mounts, List<Finding> findings) {
        noScripts(mounts)
                .ifPresent(mount -> findings.add(Finding.error(
                        mount.name(),
                        NO_SCRIPTS + ": leave it out with a waiver, or update nodes by image ('updates: image')")));
        under(mounts, "/tmp")
                .filter(mount -> mount.options().contains("noexec"))
                .ifPresent(mount -> findings.add(Finding.warning(
                        mount.name(),
                        "installers that unpack a program to /tmp and run it fail with noexec; set TMPDIR for those (apt:"
                                + " APT::ExtractTemplates::TempDir)")));
    }

    /** The file system that keeps the scripts of packages from running. */
    private static Optional<Mount> noScripts(List<Mount> mounts) {
        return SCRIPTS.stream()
                .flatMap(folder -> under(mounts, folder).stream())
                .filter(mount -> mount.options().contains("noexec"))
                .findFirst();
    }

    private static boolean changesPackages(NodeState state) {
        return state instanceof NodeState.PackageAbsent || state instanceof NodeState.PackageInstalled;
    }

    /** What a path lies on, if nobody can write to it: a mount, or what dm-verity protects where no row says how it is mounted. */
    private static Optional<Measure> readOnly(HardeningProfile profile, String path) {
        Optional<Mount> mount = under(profile.all(Mount.class), path);
        String mounted = mount.map(Mount::path).orElse("");
        Optional<VerityDevice> verity = profile.all(VerityDevice.class).stream()
                .filter(device -> Mount.covers(device.mountPath(), path))
                .filter(device -> device.mountPath().length() > mounted.length())
                .findFirst();
        return verity.<Measure>map(device -> device).or(() -> mount.filter(Mount::readOnly));
    }

    /** The mount that a path lies on: the longest that covers it. */
    static Optional<Mount> under(List<Mount> mounts, String path) {
        return mounts.stream()
                .filter(mount -> mount.covers(path))
                .max(Comparator.comparingInt(mount -> mount.path().length()));
    }
}
