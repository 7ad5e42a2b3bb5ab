package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.profile.DisabledModule;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.KernelParameter;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.profile.Sysctl;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.puppetbridge.render.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hiera data for the module {@code node_hardening}: data only, so that a role's level of the hierarchy holds it and other
 * levels can add to it.
 */
public final class PuppetRendering implements Rendering {
    /** The file that {@code config_version} prints: the approved baseline of the environment. */
    public static final String BASELINE_FILE = "data/hardening/BASELINE";

    private static final String PREFIX = "node_hardening::";

    @Override
    public String target() {
        return "puppet";
    }

    /** Where a role's data lie in a control repository. */
    public static String path(String role) {
        return "data/hardening/" + role + ".yaml";
    }

    @Override
    public RenderedFiles render(HardeningProfile profile, Origin origin) {
        Keys keys = new Keys();
        List<String> checkedOnly = new ArrayList<>();
        for (Measure measure : profile.measures()) {
            List<NodeState> states = measure.states(profile.node());
            if (states.isEmpty()) {
                checkedOnly.add(measure.name());
            } else if (measure instanceof Sysctl sysctl) {
                keys.entry("sysctls", sysctl.key(), sysctl.value());
            } else if (measure instanceof DisabledModule module) {
                keys.item("modules_disabled", module.module());
            } else if (measure instanceof KernelParameter parameter) {
                keys.item("kernel_parameters", parameter.word());
            } else {
                states.forEach(state -> keys.add(measure.name(), state));
            }
        }
        profile.leftovers().forEach(state -> keys.add(state.name(), state));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(PREFIX + "role", profile.role());
        document.put(PREFIX + "baseline", origin.baseline());
        document.put(PREFIX + "applied_in", profile.node().appliedIn().label());
        keys.values.forEach((key, value) -> document.put(PREFIX + key, value));
        return RenderedFiles.ofTexts(Map.of(
                path(profile.role()),
                head(profile, origin, checkedOnly) + CanonicalYaml.write(document),
                BASELINE_FILE,
                origin.baseline() + "\n"));
    }

    @Override
    public RenderedFiles module() {
        return PuppetModule.files().below("modules/");
    }

    private static String head(HardeningProfile profile, Origin origin, List<String> checkedOnly) {
        StringBuilder head = new StringBuilder("# Written by Hallmark from ");
        head.append(HardeningProfile.path(profile.role())).append("; change it there.\n");
        head.append("# Baseline ").append(origin.baseline()).append('\n');
        head.append("# Source commit ").append(origin.commit()).append('\n');
        if (!checkedOnly.isEmpty()) {
            head.append("# Checked on nodes, and brought by their image: ")
                    .append(String.join(", ", checkedOnly))
                    .append('\n');
        }
        return head.append("---\n").toString();
    }

    /** Parameters of the module, collected in the order of their names. */
    private static final class Keys {
        private final Map<String, Object> values = new TreeMap<>();

        void add(String measure, NodeState state) {
            if (state instanceof NodeState.ManagedFile file) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("mode", file.mode());
                value.put("content", literal(file.content()));
                value.put("on_change", file.onChange());
                entry("files", file.path(), value);
            } else if (state instanceof NodeState.SecretFile file) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("mode", file.mode());
                value.put("before", literal(file.before()));
                value.put("secret", file.secret());
                value.put("after", literal(file.after()));
                value.put("on_change", file.onChange());
                entry("secret_files", file.path(), value);
            } else if (state instanceof NodeState.Download file) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("mode", file.mode());
                value.put("url", literal(file.url()));
                value.put("sha256", file.sha256());
                entry("fetched_files", file.path(), value);
            } else if (state instanceof NodeState.OwnFiles own) {
                // Which ones stay, the module knows: other levels of the hierarchy can add some.
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("folder", own.folder());
                value.put("beginning", own.beginning());
                value.put("ending", own.ending());
                value.put("on_change", own.onChange());
                entry("own_files", own.folder() + "/" + own.beginning() + "*" + own.ending(), value);
            } else if (state instanceof NodeState.Link link) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("target", link.target().orElse("absent"));
                value.put("on_change", link.onChange());
                entry("links", link.path(), value);
            } else if (state instanceof NodeState.Setting setting) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("path", setting.path());
                value.put("key", setting.key());
                value.put("line", literal(setting.line()));
                value.put("on_change", setting.onChange());
                entry("settings", setting.key() + " in " + setting.path(), value);
            } else if (state instanceof NodeState.MountEntry mount) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("device", mount.device());
                value.put("fstype", mount.fstype());
                value.put("options", mount.options());
                value.put("dump", mount.dump());
                value.put("pass", mount.pass());
                entry("filesystems", mount.path(), value);
            } else if (state instanceof NodeState.PackageAbsent absent) {
                item("packages_absent", absent.packageName());
            } else if (state instanceof NodeState.PackageInstalled installed) {
                item("packages_installed", installed.packageName());
            } else if (state instanceof NodeState.Unit unit) {
                entry("units", unit.unit(), unit.enablement().label());
            } else if (state instanceof NodeState.SelinuxBoolean bool) {
                entry("selinux_booleans", bool.bool(), bool.on());
            } else {
                throw new BaselinesException(
                        measure + ": Puppet can't express " + state.name() + "; take the measure out of the profile");
            }
        }

        @SuppressWarnings("unchecked")
        void entry(String key, String name, Object value) {
            Map<String, Object> entries =
                    (Map<String, Object>) values.computeIfAbsent(key, k -> new TreeMap<String, Object>());
            entries.put(name, value);
        }

        @SuppressWarnings("unchecked")
        void item(String key, String value) {
            List<Object> items = (List<Object>) values.computeIfAbsent(key, k -> new ArrayList<>());
            if (!items.contains(value)) {
                items.add(value);
            }
        }

        /** Hiera looks for <code>%{…}</code> in every text. */
        private static String literal(String text) {
            return text.replace("%{", "%{literal('%')}{");
        }
    }
}
