package io.hallmark.puppetbridge.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.testsupport.PythonPackages;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class AnsibleRenderingTest {
    private static final Origin ORIGIN = new Origin("0123456789012345678901234567890123456789");

    @TempDir
    Path project;

    @ParameterizedTest
    @ValueSource(strings = {Roles.COMPUTE, Roles.CONTROLLER})
    void every_state_of_the_profile_is_an_entry_of_the_variables_with_the_same_values(String role) {
        HardeningProfile profile = Roles.of(role);
        assertThat(states(variables(profile))).containsExactlyInAnyOrderElementsOf(profile.states());
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.COMPUTE, Roles.CONTROLLER})
    void equal_profiles_give_equal_bytes_and_events_of_a_run_name_the_baseline(String role) {
        RenderedFiles files = new AnsibleRendering().render(Roles.of(role), ORIGIN);
        assertThat(files).isEqualTo(new AnsibleRendering().render(Roles.of(role), ORIGIN));
        assertThat(files.files()).containsOnlyKeys("hardening-" + role + ".yml", "vars/hardening/" + role + ".yml");
        assertThat(text(files, "hardening-" + role + ".yml"))
                .contains(
                        "\n- name: \"Hardening of " + role + ", hallmark-0123456789012345678901234567890123456789\"\n")
                .contains("\n  hosts: hallmark_" + role + "\n");
    }

    @Test
    void the_role_says_what_each_variable_is_and_reads_no_other() throws IOException {
        Map<String, Object> variables = new TreeMap<>(variables(Roles.of(Roles.CONTROLLER)));
        Map<?, ?> options = (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) yaml(text(
                                        NodeHardeningRole.files(),
                                        NodeHardeningRole.FOLDER + "/meta/argument_specs.yml"))
                                .get("argument_specs"))
                        .get("main"))
                .get("options");
        assertThat(new TreeSet<Object>(options.keySet()))
                .isEqualTo(new TreeSet<Object>(
                        Stream.concat(variables.keySet().stream(), Stream.of("node_hardening_secrets"))
                                .toList()));
        variables.forEach((name, value) -> {
            if (value instanceof List<?> list) {
                for (Object entry : list) {
                    if (entry instanceof Map<?, ?> fields) {
                        Map<?, ?> known = (Map<?, ?>) ((Map<?, ?>) options.get(name)).get("options");
                        assertThat(new ArrayList<Object>(known.keySet()))
                                .as(name)
                                .containsAll(fields.keySet());
                    }
                }
            }
        });
    }

    @Test
    void all_files_of_the_role_are_shipped() throws IOException, URISyntaxException {
        Path resources = Path.of(NodeHardeningRole.class
                        .getResource("node_hardening/README.md")
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.walk(resources)) {
            assertThat(NodeHardeningRole.files().files().keySet())
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> NodeHardeningRole.FOLDER + "/" + resources.relativize(file))
                            .toList());
        }
    }

    @Test
    void groups_of_roles_are_names_that_ansible_takes() {
        assertThat(AnsibleRendering.group("compute-gpu.v2")).isEqualTo("hallmark_compute_gpu_v2");
    }

    @Test
    void ansible_takes_playbooks_and_role_and_lint_finds_nothing() throws IOException {
        Path programs = PythonPackages.programs(
                "ansible-lint-25.1.3", List.of("ansible-core==2.16.14", "ansible-lint==25.1.3"));
        for (String role : Roles.ALL) {
            new AnsibleRendering().render(Roles.of(role), ORIGIN).writeTo(project);
        }
        NodeHardeningRole.files().writeTo(project);
        List<String> environment = List.of(
                "env", "PATH=" + programs + ":/usr/bin:/bin", "LC_ALL=C.UTF-8", "NO_COLOR=1", "HOME=" + project);
        for (String role : Roles.ALL) {
            List<String> check = new ArrayList<>(environment);
            check.addAll(
                    List.of("ansible-playbook", "--syntax-check", "-i", "localhost,", "hardening-" + role + ".yml"));
            Programs.Answer answer = Programs.run(project, check);
            assertThat(answer.exit()).as(answer.output()).isZero();
        }
        List<String> lint = new ArrayList<>(environment);
        lint.addAll(List.of(
                "ansible-lint", "--offline", "--strict", "--profile", "production", "-q", NodeHardeningRole.FOLDER));
        Programs.Answer answer = Programs.run(project, lint);
        assertThat(answer.exit()).as(answer.output()).isZero();
        Path tasks = project.resolve(NodeHardeningRole.FOLDER + "/tasks/mounts.yml");
        Files.writeString(tasks, Files.readString(tasks).replace("    mode: \"0644\"\n", ""));
        assertThat(Programs.run(project, lint).output())
                .as("lint looks at the role")
                .contains("risky-file-permissions");
    }

    private static Map<String, Object> variables(HardeningProfile profile) {
        RenderedFiles files = new AnsibleRendering().render(profile, ORIGIN);
        return yaml(text(files, "vars/hardening/" + profile.role() + ".yml"));
    }

    private static String text(RenderedFiles files, String path) {
        return new String(files.files().get(path).bytes(), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> yaml(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    /** The states that variables say, read back by themselves. */
    private static List<NodeState> states(Map<String, Object> variables) {
        List<NodeState> states = new ArrayList<>();
        each(variables, "packages_absent", name -> states.add(new NodeState.PackageAbsent((String) name)));
        each(variables, "packages_installed", name -> states.add(new NodeState.PackageInstalled((String) name)));
        each(variables, "files", given -> {
            Map<String, Object> file = fields(given);
            states.add(new NodeState.ManagedFile(
                    text(file, "path"), text(file, "mode"), text(file, "content"), texts(file.get("on_change"))));
        });
        each(variables, "secret_files", given -> {
            Map<String, Object> file = fields(given);
            states.add(new NodeState.SecretFile(
                    text(file, "path"),
                    text(file, "mode"),
                    text(file, "before"),
                    text(file, "secret"),
                    text(file, "after"),
                    texts(file.get("on_change"))));
        });
        each(variables, "downloads", given -> {
            Map<String, Object> file = fields(given);
            states.add(new NodeState.Download(
                    text(file, "path"), text(file, "mode"), text(file, "url"), text(file, "sha256")));
        });
        each(variables, "own_files", given -> {
            Map<String, Object> own = fields(given);
            states.add(new NodeState.OwnFiles(
                    text(own, "folder"),
                    text(own, "beginning"),
                    text(own, "ending"),
                    texts(own.get("names")),
                    texts(own.get("on_change"))));
        });
        each(variables, "links", given -> {
            Map<String, Object> link = fields(given);
            states.add(new NodeState.Link(
                    text(link, "path"),
                    java.util.Optional.ofNullable(text(link, "target")),
                    texts(link.get("on_change"))));
        });
        each(variables, "settings", given -> {
            Map<String, Object> setting = fields(given);
            String line = text(setting, "line");
            String key = text(setting, "key");
            String separator = line.startsWith(key + " = ") ? " = " : "=";
            states.add(new NodeState.Setting(
                    text(setting, "path"),
                    key,
                    separator,
                    line.substring(key.length() + separator.length()),
                    texts(setting.get("on_change"))));
        });
        each(variables, "mounts", given -> {
            Map<String, Object> mount = fields(given);
            states.add(new NodeState.MountEntry(
                    text(mount, "path"),
                    text(mount, "device"),
                    text(mount, "fstype"),
                    texts(mount.get("options")),
                    (Integer) mount.get("dump"),
                    (Integer) mount.get("pass")));
        });
        each(
                variables,
                "units",
                given -> states.add(new NodeState.Unit(
                        text(fields(given), "unit"),
                        Stream.of(NodeState.Unit.Enablement.values())
                                .filter(one -> one.label().equals(fields(given).get("enablement")))
                                .findFirst()
                                .orElseThrow())));
        each(
                variables,
                "selinux_booleans",
                given -> states.add(new NodeState.SelinuxBoolean(
                        text(fields(given), "name"), (Boolean) fields(given).get("on"))));
        return states;
    }

    private interface Each {
        void take(Object entry);
    }

    private static void each(Map<String, Object> variables, String name, Each each) {
        ((Collection<?>) variables.get("node_hardening_" + name)).forEach(each::take);
    }

    private static Map<String, Object> fields(Object entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        ((Map<?, ?>) entry).forEach((key, value) -> fields.put((String) key, value));
        return fields;
    }

    private static String text(Map<String, Object> fields, String name) {
        return (String) fields.get(name);
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }
}
