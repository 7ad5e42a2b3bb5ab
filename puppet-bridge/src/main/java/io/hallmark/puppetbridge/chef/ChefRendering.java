package io.hallmark.puppetbridge.chef;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.puppetbridge.render.Rendering;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Data bag items for the cookbook {@code node_hardening}, where {@code knife} looks for them. An item lists the states that a
 * node is to have in the order in which they are brought about.
 */
public final class ChefRendering implements Rendering {
    /** The field {@code format} of items that Hallmark made. */
    static final String FORMAT = "hallmark/chef/v1";

    /** Servers refuse larger requests unless they are told otherwise. */
    private static final int MOST_BYTES = 1_000_000;

    /** Files may belong to packages, and services need both. */
    private static final List<Class<? extends NodeState>> ORDER = List.of(
            NodeState.PackageAbsent.class,
            NodeState.PackageInstalled.class,
            NodeState.ManagedFile.class,
            NodeState.SecretFile.class,
            NodeState.Download.class,
            NodeState.OwnFiles.class,
            NodeState.Link.class,
            NodeState.Setting.class,
            NodeState.MountEntry.class,
            NodeState.SelinuxBoolean.class,
            NodeState.Unit.class);

    @Override
    public String target() {
        return "chef";
    }

    /** Where the item of a role lies in a Chef repository. */
    public static String path(String role) {
        return "data_bags/hardening/" + role + ".json";
    }

    @Override
    public RenderedFiles render(HardeningProfile profile, Origin origin) {
        return RenderedFiles.ofTexts(Map.of(path(profile.role()), CanonicalJson.write(item(profile, origin))));
    }

    @Override
    public RenderedFiles module() {
        return new RenderedFiles(Cookbook.shipped().files()).below("cookbooks/" + Cookbook.NAME + "/");
    }

    /**
     * The item of a profile.
     *
     * @throws BaselinesException naming a measure that can't be expressed, or an item that no server takes
     */
    static Map<String, Object> item(HardeningProfile profile, Origin origin) {
        List<Object> checkedOnly = new ArrayList<>();
        Set<NodeState> states = new LinkedHashSet<>();
        for (Measure measure : profile.measures()) {
            List<NodeState> own = measure.states(profile.node());
            if (own.isEmpty()) {
                checkedOnly.add(measure.name());
            }
            for (NodeState state : own) {
                if (!ORDER.contains(state.getClass())) {
                    throw new BaselinesException(measure.name() + ": Chef can't express " + state.name()
                            + "; take the measure out of the profile");
                }
                states.add(state);
            }
        }
        states.addAll(profile.leftovers());
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", profile.role());
        item.put("format", FORMAT);
        item.put("baseline", origin.baseline());
        item.put("applied_in", profile.node().appliedIn().label());
        if (!checkedOnly.isEmpty()) {
            item.put("checked_only", checkedOnly);
        }
        item.put(
                "states",
                states.stream()
                        .sorted(Comparator.comparingInt(state -> ORDER.indexOf(state.getClass())))
                        .map(ChefRendering::entry)
                        .toList());
        int size = CanonicalJson.write(item).getBytes(StandardCharsets.UTF_8).length;
        if (size > MOST_BYTES) {
            throw new BaselinesException("the data bag item of role " + profile.role() + " has " + size
                    + " bytes, and a Chef Infra Server takes " + MOST_BYTES + "; split the role");
        }
        return item;
    }

    private static Object entry(NodeState state) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (state instanceof NodeState.ManagedFile file) {
            entry.put("kind", "file");
            entry.put("path", file.path());
            entry.put("mode", file.mode());
            entry.put("content", file.content());
            onChange(entry, file.onChange());
        } else if (state instanceof NodeState.SecretFile file) {
            entry.put("kind", "secret_file");
            entry.put("path", file.path());
            entry.put("mode", file.mode());
            entry.put("before", file.before());
            entry.put("secret", file.secret());
            entry.put("after", file.after());
            onChange(entry, file.onChange());
        } else if (state instanceof NodeState.Download file) {
            entry.put("kind", "download");
            entry.put("path", file.path());
            entry.put("mode", file.mode());
            entry.put("url", file.url());
            entry.put("sha256", file.sha256());
        } else if (state instanceof NodeState.OwnFiles own) {
            entry.put("kind", "own_files");
            entry.put("folder", own.folder());
            entry.put("beginning", own.beginning());
            entry.put("ending", own.ending());
            if (!own.names().isEmpty()) {
                entry.put("names", own.names());
            }
            onChange(entry, own.onChange());
        } else if (state instanceof NodeState.Link link) {
            entry.put("kind", "link");
            entry.put("path", link.path());
            link.target().ifPresent(target -> entry.put("target", target));
            onChange(entry, link.onChange());
        } else if (state instanceof NodeState.Setting setting) {
            entry.put("kind", "setting");
            entry.put("path", setting.path());
            entry.put("key", setting.key());
            entry.put("line", setting.line());
            onChange(entry, setting.onChange());
        } else if (state instanceof NodeState.MountEntry mount) {
            entry.put("kind", "mount");
            entry.put("path", mount.path());
            entry.put("device", mount.device());
            entry.put("fstype", mount.fstype());
            entry.put("options", mount.options());
            entry.put("dump", mount.dump());
            entry.put("pass", mount.pass());
        } else if (state instanceof NodeState.PackageAbsent absent) {
            entry.put("kind", "package");
            entry.put("name", absent.packageName());
            entry.put("installed", false);
        } else if (state instanceof NodeState.PackageInstalled installed) {
            entry.put("kind", "package");
            entry.put("name", installed.packageName());
            entry.put("installed", true);
        } else if (state instanceof NodeState.Unit unit) {
            entry.put("kind", "unit");
            entry.put("name", unit.unit());
            entry.put("enablement", unit.enablement().label());
        } else {
            NodeState.SelinuxBoolean bool = (NodeState.SelinuxBoolean) state;
            entry.put("kind", "selinux_boolean");
            entry.put("name", bool.bool());
            entry.put("on", bool.on());
        }
        return entry;
    }

    /** An empty list is left out: some servers make null of it. */
    private static void onChange(Map<String, Object> entry, List<String> command) {
        if (!command.isEmpty()) {
            entry.put("on_change", command);
        }
    }
}
