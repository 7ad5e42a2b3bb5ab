package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.puppetbridge.profile.AbsentPackage;
import io.hallmark.puppetbridge.profile.DisabledModule;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.profile.Sysctl;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of the module {@code os_hardening} (dev-sec), for teams that use it beside {@code node_hardening}: without them its
 * defaults undo what a profile says, such as disabling squashfs under a squashfs root. It expresses few measures; the head of the
 * file names all that stay with {@code node_hardening}.
 */
public final class OsHardeningKeys {
    private static final String PREFIX = "os_hardening::";

    /** What its {@code disable_filesystems} is for; other modules it knows nothing of. */
    private static final Set<String> FILE_SYSTEMS =
            Set.of("cramfs", "freevxfs", "jffs2", "hfs", "hfsplus", "squashfs", "udf", "vfat");

    private OsHardeningKeys() {}

    /** Where they lie in a control repository. */
    public static String path(String role) {
        return "data/os_hardening/" + role + ".yaml";
    }

    /** The parameters that follow from a profile. */
    public static RenderedFiles render(HardeningProfile profile, Origin origin) {
        List<String> packages = new ArrayList<>();
        List<String> fileSystems = new ArrayList<>();
        Map<String, Object> flags = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        for (Measure measure : profile.measures()) {
            if (measure instanceof AbsentPackage absent) {
                packages.add(absent.packageName());
            } else if (measure instanceof DisabledModule module && FILE_SYSTEMS.contains(module.module())) {
                fileSystems.add(module.module());
            } else if (measure instanceof Sysctl sysctl && flag(sysctl, flags)) {
                continue;
            } else {
                left.add(measure.name());
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(PREFIX + "unwanted_packages", packages);
        document.put(PREFIX + "disable_filesystems", fileSystems);
        document.putAll(flags);
        StringBuilder head = new StringBuilder("# Written by Hallmark from ");
        head.append(HardeningProfile.path(profile.role())).append("; change it there.\n");
        head.append("# Baseline ").append(origin.baseline()).append('\n');
        left.forEach(
                name -> head.append("# left to node_hardening: ").append(name).append('\n'));
        return RenderedFiles.ofTexts(Map.of(path(profile.role()), head + "---\n" + CanonicalYaml.write(document)));
    }

    private static boolean flag(Sysctl sysctl, Map<String, Object> flags) {
        boolean on = sysctl.value().equals("1");
        switch (sysctl.key()) {
            case "net.ipv4.ip_forward" -> flags.put(PREFIX + "enable_ipv4_forwarding", on);
            case "kernel.modules_disabled" -> flags.put(PREFIX + "enable_module_loading", !on);
            default -> {
                return false;
            }
        }
        return true;
    }
}
