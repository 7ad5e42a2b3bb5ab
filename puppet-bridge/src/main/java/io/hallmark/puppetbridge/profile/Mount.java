package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file system. Read-only where it can be; else nothing on it is run, is a device, or takes another user's rights.
 *
 * @param waiver why a writable one lacks noexec, nodev or nosuid
 * @param dump 0 or 1
 * @param pass 0 to 2
 */
public record Mount(
        String path, String device, String fstype, List<String> options, Optional<String> waiver, int dump, int pass)
        implements Measure {
    /** What every writable file system has. */
    public static final List<String> GUARDS = List.of("noexec", "nodev", "nosuid");

    /** Contradictions, each a pair. */
    private static final List<List<String>> OPPOSITES =
            List.of(List.of("ro", "rw"), List.of("exec", "noexec"), List.of("dev", "nodev"), List.of("suid", "nosuid"));

    public Mount {
        options = List.copyOf(options);
    }

    static Mount read(YamlValue value) {
        Fields fields =
                Fields.of(value, "a mount", List.of("path", "device", "fstype", "options", "waiver", "dump", "pass"));
        String path = Form.PATH.of(fields.required("path"));
        String device = Form.DEVICE.of(fields.required("device"));
        String fstype = Form.FILE_SYSTEM.of(fields.required("fstype"));
        YamlValue given = fields.required("options");
        List<String> options = fields.distinct("options", Form.OPTION::of);
        if (options.isEmpty()) {
            throw YamlValue.error(given.source(), "a mount needs at least one option, 'ro' or 'rw' say");
        }
        for (List<String> pair : OPPOSITES) {
            if (options.containsAll(pair)) {
                throw YamlValue.error(
                        given.source(), "'" + pair.get(0) + "' and '" + pair.get(1) + "' contradict each other");
            }
        }
        Optional<String> waiver = fields.optional("waiver").map(Form.SENTENCE::of);
        int dump = fields.optional("dump").map(v -> Fields.number(v, 0, 1)).orElse(0);
        int pass = fields.optional("pass").map(v -> Fields.number(v, 0, 2)).orElse(0);
        fields.done();
        return new Mount(path, device, fstype, options, waiver, dump, pass);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", path);
        entry.put("device", device);
        entry.put("fstype", fstype);
        entry.put("options", options);
        waiver.ifPresent(reason -> entry.put("waiver", reason));
        if (dump != 0) {
            entry.put("dump", dump);
        }
        if (pass != 0) {
            entry.put("pass", pass);
        }
        return new CanonicalYaml.Line(entry);
    }

    /** Whether nothing can be written to it. */
    public boolean readOnly() {
        return options.contains("ro");
    }

    /** The guards that a writable one lacks. */
    public List<String> missingGuards() {
        return readOnly()
                ? List.of()
                : GUARDS.stream().filter(guard -> !options.contains(guard)).toList();
    }

    /** Whether a path lies on it, if no other mount lies between. */
    public boolean covers(String file) {
        return covers(path, file);
    }

    /** The same of a file system that is mounted at {@code at}, of which a profile may have no row. */
    public static boolean covers(String at, String file) {
        return at.equals("/") || file.equals(at) || file.startsWith(at + "/");
    }

    @Override
    public String name() {
        return "mount " + path;
    }

    @Override
    public List<String> ruleNames() {
        List<String> names = new ArrayList<>();
        String part = path.substring(1).replace('/', '_');
        names.add("partition_for_" + part);
        for (String option : options) {
            names.add("mount_option_" + part + "_" + option);
        }
        if (options.contains("nodev") && !path.equals("/")) {
            names.add("mount_option_nodev_nonroot_local_partitions");
        }
        if (readOnly()) {
            names.add("hallmark_read_only_file_system");
        }
        return names;
    }

    @Override
    public List<NodeState> states(NodeType node) {
        return List.of(new NodeState.MountEntry(path, device, fstype, options, dump, pass));
    }

    static RuntimeException twice(YamlValue value, String path) {
        return YamlValue.error(value.source(), "a mount at " + Quoted.of(path) + " stands already before");
    }
}
