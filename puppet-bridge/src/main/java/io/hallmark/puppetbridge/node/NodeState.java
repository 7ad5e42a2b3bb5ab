package io.hallmark.puppetbridge.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that a node has, or has not, once it is hardened. Measures become these, and every tool of configuration
 * management brings them about: what it can't express, it refuses by name.
 */
public sealed interface NodeState {
    /** What it is about, in a few words; unique among the states of a node. */
    String name();

    /** How to see that a node has it. */
    List<NodeCheck> checks(Platform platform);

    /**
     * A file that belongs to the profile as a whole.
     *
     * @param mode four octal digits; owner and group are root
     * @param onChange program and arguments that make a running system take it in; empty when nothing need be run
     */
    record ManagedFile(String path, String mode, String content, List<String> onChange) implements NodeState {
        public ManagedFile {
            onChange = List.copyOf(onChange);
        }

        @Override
        public String name() {
            return "file " + path;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            return List.of(
                    NodeCheck.configured(path, new Probe.ReadFile(path), new Expectation.Content(content)),
                    permissions(path, mode));
        }
    }

    /**
     * A file with a secret between two texts. The secret is known by its name alone; each tool brings it from where it
     * keeps secrets.
     */
    record SecretFile(String path, String mode, String before, String secret, String after, List<String> onChange)
            implements NodeState {
        public SecretFile {
            onChange = List.copyOf(onChange);
        }

        @Override
        public String name() {
            return "file " + path;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            String line = before.substring(before.lastIndexOf('\n') + 1);
            return List.of(
                    NodeCheck.configured(path, new Probe.ReadFile(path), new Expectation.LineBeginning(line)),
                    permissions(path, mode));
        }
    }

    /** A file that is fetched, and whose content is known by its digest. */
    record Download(String path, String mode, String url, String sha256) implements NodeState {
        @Override
        public String name() {
            return "file " + path;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            return List.of(
                    NodeCheck.configured(path, new Probe.Sha256(path), new Expectation.Value(sha256)),
                    permissions(path, mode));
        }
    }

    /**
     * Of the files of a folder whose names begin and end so, there are these alone. They are Hallmark's own names, so that what
     * measures left that are in the profile no longer is told from what belongs to others, and removed.
     *
     * @param names of those that stay; none when all go
     */
    record OwnFiles(String folder, String beginning, String ending, List<String> names, List<String> onChange)
            implements NodeState {
        public OwnFiles {
            names = names.stream().sorted().toList();
            onChange = List.copyOf(onChange);
        }

        @Override
        public String name() {
            return "files " + folder + "/" + beginning + "*" + ending;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            Probe found = new Probe.Names(folder, beginning, ending);
            return List.of(NodeCheck.configured(
                    found.words(), found, new Expectation.LinesWithin(new LinkedHashSet<>(names))));
        }
    }

    /** A symbolic link, or that there is none: how AppArmor is told the mode of a profile. */
    record Link(String path, Optional<String> target, List<String> onChange) implements NodeState {
        public Link {
            onChange = List.copyOf(onChange);
        }

        @Override
        public String name() {
            return "link " + path;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            Expectation expected =
                    target.<Expectation>map(Expectation.Value::new).orElseGet(Expectation.Absent::new);
            return List.of(NodeCheck.configured(path, new Probe.ReadLink(path), expected));
        }
    }

    /**
     * A setting in a file that has others: one line that begins with the key. Where a line begins with the key, blanks or
     * none, and {@code =}, it is replaced and others go; else the line is added at the end.
     *
     * @param separator what stands between key and value: {@code =} or {@code  = }
     * @param value as it stands in the file, quotes included
     */
    record Setting(String path, String key, String separator, String value, List<String> onChange)
            implements NodeState {
        public Setting {
            onChange = List.copyOf(onChange);
        }

        /** The line as it stands in the file. */
        public String line() {
            return key + separator + value;
        }

        @Override
        public String name() {
            return "setting " + key + " in " + path;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            return List.of(NodeCheck.configured(
                    key + " in " + path, new Probe.ReadFile(path), new Expectation.OnlyLine(key, line())));
        }
    }

    /**
     * A file system in {@code /etc/fstab}.
     *
     * @param options in order, at least one
     * @param dump 0 or 1
     * @param pass 0 to 2: when it is checked at boot
     */
    record MountEntry(String path, String device, String fstype, List<String> options, int dump, int pass)
            implements NodeState {
        /** The column of types. */
        private static final int TYPE = 3;

        /** What the kernel shows of a mount as it was asked for. */
        private static final Set<String> SHOWN = Set.of("ro", "rw", "noexec", "nodev", "nosuid");

        public MountEntry {
            options = List.copyOf(options);
        }

        @Override
        public String name() {
            return "mount " + path;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            Map<Integer, String> values = new LinkedHashMap<>();
            values.put(1, device);
            values.put(TYPE, fstype);
            Set<String> shown = new LinkedHashSet<>(options);
            shown.retainAll(SHOWN);
            List<NodeCheck> checks = new ArrayList<>();
            checks.add(NodeCheck.configured(
                    path + " in /etc/fstab",
                    new Probe.ReadFile("/etc/fstab"),
                    new Expectation.MountRow(path, values, new LinkedHashSet<>(options), true)));
            checks.add(NodeCheck.running(
                    path + " as it is mounted",
                    new Probe.ReadFile("/proc/self/mounts"),
                    new Expectation.MountRow(path, shownType(), shown, false)));
            return checks;
        }

        /**
         * The type that the kernel shows, where the row says it: of a bind mount it shows that of what is bound, and for
         * {@code auto} the one that was found ({@code mount(8)}). NFS, which it shows as nfs4, no row has: its devices have no
         * form.
         */
        private Map<Integer, String> shownType() {
            boolean bound = options.contains("bind") || options.contains("rbind");
            return bound || fstype.equals("none") || fstype.equals("auto") ? Map.of() : Map.of(TYPE, fstype);
        }
    }

    /** A package that is not installed, nor are its configuration files. */
    record PackageAbsent(String packageName) implements NodeState {
        @Override
        public String name() {
            return "package " + packageName;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            return List.of(NodeCheck.configured(
                    "package " + packageName + " is absent", platform.packageQuery(packageName), platform.absent()));
        }
    }

    /** A package that is installed. */
    record PackageInstalled(String packageName) implements NodeState {
        @Override
        public String name() {
            return "package " + packageName;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            return List.of(NodeCheck.configured(
                    "package " + packageName + " is installed",
                    platform.packageQuery(packageName),
                    new Expectation.HasLine(platform.installedLine())));
        }
    }

    /** Whether a unit of systemd is started at boot. */
    record Unit(String unit, Enablement enablement) implements NodeState {
        /** What systemd is told of a unit, and what it says then. */
        public enum Enablement {
            /** Started at boot. */
            ENABLED("enabled", "enabled", "static", "indirect", "generated", "alias"),
            /**
             * Not started at boot, but may be started by others: that is all that there is to a unit that has no
             * {@code [Install]} section, or one that names others only. What a generator makes, and the alias of a unit that
             * is enabled, are started.
             */
            DISABLED("disabled", "disabled", "static", "indirect", "masked", "not-found", ""),
            /** Can't be started at all. */
            MASKED("masked", "masked");

            private final String label;
            private final Set<String> answers;

            Enablement(String label, String... answers) {
                this.label = label;
                this.answers = new LinkedHashSet<>(Arrays.asList(answers));
            }

            /** The name in documents. */
            public String label() {
                return label;
            }
        }

        @Override
        public String name() {
            return "unit " + unit;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            return List.of(NodeCheck.configured(
                    unit + " is " + enablement.label(),
                    new Probe.Run(List.of("systemctl", "is-enabled", unit), Set.of(0, 1, 4)),
                    new Expectation.FirstLine(enablement.answers)));
        }
    }

    /** A boolean of the SELinux policy, also after the next boot. */
    record SelinuxBoolean(String bool, boolean on) implements NodeState {
        @Override
        public String name() {
            return "SELinux boolean " + bool;
        }

        @Override
        public List<NodeCheck> checks(Platform platform) {
            String value = on ? "1" : "0";
            return List.of(NodeCheck.running(
                    "SELinux boolean " + bool,
                    new Probe.ReadFile("/sys/fs/selinux/booleans/" + bool),
                    new Expectation.Value(value + " " + value)));
        }
    }

    private static NodeCheck permissions(String path, String mode) {
        return NodeCheck.configured(
                "owner and mode of " + path,
                new Probe.Permissions(path),
                new Expectation.Value("0:0 " + mode.replaceFirst("^0+(?=.)", "")));
    }
}
