package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.puppetbridge.render.Rendering;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A playbook for each role, with the variables of the role {@code node_hardening}; its files are {@link NodeHardeningRole}. */
public final class AnsibleRendering implements Rendering {
    private static final String HEAD = "# Written by Hallmark from the approved profile; changes are undone.\n---\n";

    @Override
    public String target() {
        return "ansible";
    }

    /** {@code hardening-<role>.yml} and {@code vars/hardening/<role>.yml}, from the root of the project. */
    @Override
    public RenderedFiles render(HardeningProfile profile, Origin origin) {
        return render(profile, origin, group(profile.role()));
    }

    /** {@code inventory/hardening.yml}, with the hosts of the fleet file in the groups of their roles, if there is one. */
    @Override
    public RenderedFiles shared(RepositoryFiles files) {
        return RenderedFiles.ofTexts(files.read(Fleet.FILE)
                .map(bytes -> Map.of(
                        "inventory/hardening.yml",
                        HEAD + Fleet.read(Fleet.FILE, bytes).inventory()))
                .orElse(Map.of()));
    }

    /** The role {@code node_hardening}. */
    @Override
    public RenderedFiles module() {
        return NodeHardeningRole.files();
    }

    /** The same for hosts of another group. */
    RenderedFiles render(HardeningProfile profile, Origin origin, String group) {
        Map<String, Object> play = new LinkedHashMap<>();
        // Every event of a run names its play, and so proves what was applied.
        play.put("name", "Hardening of " + profile.role() + ", " + origin.baseline());
        play.put("hosts", group);
        play.put("become", true);
        play.put("gather_facts", false);
        play.put("vars_files", List.of(variables(profile.role())));
        play.put("roles", List.of("node_hardening"));
        Map<String, String> files = new LinkedHashMap<>();
        files.put(playbook(profile.role()), HEAD + plays(play));
        files.put(variables(profile.role()), HEAD + CanonicalYaml.write(RoleVariables.of(profile, origin)));
        return RenderedFiles.ofTexts(files);
    }

    /** A playbook is a list of plays. */
    private static String plays(Map<String, Object> play) {
        return CanonicalYaml.write(Map.of("plays", List.of(play)))
                .replaceFirst("plays:\n", "")
                .replaceAll("(?m)^  ", "");
    }

    /** The playbook of a role. */
    static String playbook(String role) {
        return "hardening-" + role + ".yml";
    }

    private static String variables(String role) {
        return "vars/hardening/" + role + ".yml";
    }

    /** The group of an inventory that has the hosts of a role: names of groups are words of letters, digits and '_'. */
    static String group(String role) {
        return "hallmark_" + role.replaceAll("[.-]", "_");
    }
}
