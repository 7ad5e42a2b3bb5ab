package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.render.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The variables of the role {@code node_hardening} for one profile: each state of the nodes is an entry of a list. */
final class RoleVariables {
    private static final String PREFIX = "node_hardening_";

    /** What Jinja reads as its own; a text that begins like a list or mapping is taken for one by older releases. */
    private static final Pattern NO_TEXT = Pattern.compile("\\{\\{|\\{%|\\{#|\\A[\\[{]");

    private final HardeningProfile profile;
    private final Map<String, List<Object>> lists = new LinkedHashMap<>();

    private RoleVariables(HardeningProfile profile) {
        this.profile = profile;
        for (String name : List.of(
                "packages_absent",
                "packages_installed",
                "files",
                "secret_files",
                "downloads",
                "own_files",
                "links",
                "settings",
                "mounts",
                "units",
                "selinux_booleans")) {
            lists.put(name, new ArrayList<>());
        }
    }

    /** @throws BaselinesException naming a measure that can't be expressed */
    static Map<String, Object> of(HardeningProfile profile, Origin origin) {
        RoleVariables variables = new RoleVariables(profile);
        for (NodeState state : profile.states()) {
            variables.add(state);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(PREFIX + "role", profile.role());
        all.put(PREFIX + "baseline", origin.baseline());
        all.put(PREFIX + "platform", profile.node().platform().label());
        all.put(PREFIX + "applied_in", profile.node().appliedIn().label());
        // Empty ones as well, so that no other variable of a user's own can fill them.
        variables.lists.forEach((name, list) -> all.put(PREFIX + name, list));
        return all;
    }

    private void add(NodeState state) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (state instanceof NodeState.PackageAbsent absent) {
            lists.get("packages_absent").add(absent.packageName());
        } else if (state instanceof NodeState.PackageInstalled installed) {
            lists.get("packages_installed").add(installed.packageName());
        } else if (state instanceof NodeState.ManagedFile file) {
            entry.put("path", file.path());
            entry.put("mode", file.mode());
            entry.put("on_change", file.onChange());
            entry.put("content", text(state, file.content()));
            lists.get("files").add(entry);
        } else if (state instanceof NodeState.SecretFile file) {
            entry.put("path", file.path());
            entry.put("mode", file.mode());
            entry.put("on_change", file.onChange());
            entry.put("before", text(state, file.before()));
            entry.put("secret", file.secret());
            entry.put("after", text(state, file.after()));
            lists.get("secret_files").add(entry);
        } else if (state instanceof NodeState.Download download) {
            entry.put("path", download.path());
            entry.put("mode", download.mode());
            entry.put("url", text(state, download.url()));
            entry.put("sha256", download.sha256());
            lists.get("downloads").add(entry);
        } else if (state instanceof NodeState.OwnFiles own) {
            entry.put("folder", own.folder());
            entry.put("beginning", own.beginning());
            entry.put("ending", own.ending());
            entry.put("names", own.names());
            entry.put("on_change", own.onChange());
            lists.get("own_files").add(entry);
        } else if (state instanceof NodeState.Link link) {
            entry.put("path", link.path());
            link.target().ifPresent(target -> entry.put("target", target));
            entry.put("on_change", link.onChange());
            lists.get("links").add(entry);
        } else if (state instanceof NodeState.Setting setting) {
            entry.put("path", setting.path());
            entry.put("key", setting.key());
            entry.put("line", text(state, setting.line()));
            entry.put("on_change", setting.onChange());
            lists.get("settings").add(entry);
        } else if (state instanceof NodeState.MountEntry mount) {
            entry.put("path", mount.path());
            entry.put("device", text(state, mount.device()));
            entry.put("fstype", mount.fstype());
            entry.put("options", mount.options());
            entry.put("dump", mount.dump());
            entry.put("pass", mount.pass());
            lists.get("mounts").add(entry);
        } else if (state instanceof NodeState.Unit unit) {
            entry.put("unit", unit.unit());
            entry.put("enablement", unit.enablement().label());
            lists.get("units").add(entry);
        } else {
            NodeState.SelinuxBoolean bool = (NodeState.SelinuxBoolean) state;
            entry.put("name", bool.bool());
            entry.put("on", bool.on());
            lists.get("selinux_booleans").add(entry);
        }
    }

    private String text(NodeState state, String text) {
        if (NO_TEXT.matcher(text).find()) {
            throw refused(state, "its text has what Jinja reads as its own: '{{', '{%' or '{#'; write it otherwise");
        }
        return text;
    }

    private BaselinesException refused(NodeState state, String why) {
        String measure = profile.measures().stream()
                .filter(one -> one.states(profile.node()).contains(state))
                .map(Measure::name)
                .findFirst()
                .orElse(state.name());
        return new BaselinesException("Ansible can't express " + measure + " of role " + profile.role() + ": " + why);
    }
}
