package io.hallmark.puppetbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.ansible.AnsibleRun;
import io.hallmark.puppetbridge.chef.ChefRun;
import io.hallmark.puppetbridge.node.Expectation;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.Platform;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.puppet.PuppetCatalog;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whichever tool a team has, a profile makes the same of its nodes: what the compiled catalog of Puppet, the recorder of what
 * the cookbook asks of Chef, and the events of a run of Ansible say is read back and compared.
 */
class SameEndStateTest {
    private static final Origin ORIGIN = new Origin("0123456789abcdef0123456789abcdef01234567");

    /** Measures that the other roles don't have. */
    private static final HardeningProfile MANAGER = Roles.read("""
            role: manager
            platform: debian
            updates: packages
            applied-in: node
            mounts:
              - {path: /srv, device: LABEL=srv, fstype: ext4, options: [rw, noexec, nodev, nosuid], pass: 2}
            apparmor:
              - {profile: /usr/sbin/tcpdump, file: usr.sbin.tcpdump, mode: disable}
            selinux:
              mode: enforcing
              policy: default
              booleans:
                deny_ptrace: true
                httpd_can_network_connect: false
            tripwire:
              paths: [/etc]
              schedule: daily
            wazuh:
              group: compute
              paths: [/etc, /usr]
              excludes: [/etc/mtab]
              schedule: daily
            """);

    /** Without packages: nobody here has dnf. */
    private static final HardeningProfile REDHAT = Roles.read("""
            role: hypervisor
            platform: redhat
            updates: packages
            applied-in: node
            mounts:
              - {path: /srv, device: LABEL=srv, fstype: xfs, options: [rw, noexec, nodev, nosuid], pass: 2}
            selinux:
              mode: enforcing
              policy: targeted
              booleans:
                deny_ptrace: true
            svirt:
              driver: selinux
            sysctls:
              kernel.kptr_restrict: "2"
            modules-disabled: [cramfs]
            services:
              cups.service: masked
            boot-loader:
              user: root
              password-secret: grub_password
            """);

    @TempDir
    Path work;

    private interface Tool {
        EndState of(Path folder, HardeningProfile profile, RenderedFiles rendered) throws IOException;
    }

    private static final Map<String, Tool> TOOLS = new LinkedHashMap<>();
    private static final Map<String, String> SECRETS =
            Map.of("puppet", PuppetCatalog.SECRET, "chef", ChefRun.SECRET, "ansible", AnsibleRun.SECRET);

    static {
        TOOLS.put("puppet", PuppetCatalog::of);
        TOOLS.put("chef", ChefRun::of);
        TOOLS.put("ansible", AnsibleRun::of);
    }

    static Stream<HardeningProfile> profiles() {
        return Stream.concat(Roles.ALL.stream().map(Roles::of), Stream.of(MANAGER, REDHAT));
    }

    @Test
    void the_profiles_of_this_test_have_every_kind_of_measure_and_of_state() {
        Set<Class<?>> measures = new HashSet<>();
        Set<Class<?>> states = new HashSet<>();
        profiles().forEach(profile -> {
            profile.measures().forEach(measure -> measures.add(measure.getClass()));
            profile.states().forEach(state -> states.add(state.getClass()));
        });
        // Nothing brings it about; nodes are held against it.
        measures.add(io.hallmark.puppetbridge.profile.AllowedPackages.class);
        assertThat(measures).containsExactlyInAnyOrder(Measure.class.getPermittedSubclasses());
        assertThat(states).containsExactlyInAnyOrder(NodeState.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void all_three_make_the_same_of_a_node_and_all_that_the_profile_says(HardeningProfile profile) throws IOException {
        Map<String, EndState> states = new LinkedHashMap<>();
        for (String tool : TOOLS.keySet()) {
            states.put(tool, endState(tool, profile, UnaryOperator.identity()));
        }
        assertThat(EndState.differences(states)).isEmpty();
        assertThat(states.get("chef").states().keySet().stream()
                        .filter(name -> !name.startsWith(EndState.RUN))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(profile.states().stream()
                        .map(NodeState::name)
                        .distinct()
                        .toList());
    }

    @Test
    void all_three_take_the_answers_of_systemd_that_the_check_takes() throws IOException {
        Map<String, String> tables = Map.of(
                "puppet/node_hardening/manifests/unit.pp", "(?s)answers = .*'%s' +=> '([^']*)'",
                "chef/node_hardening/libraries/node_hardening.rb", "'%s' => (?:%%w)?\\[(.*)\\],",
                "ansible/node_hardening/vars/main.yml", "answers:\\n(?:  .*\\n)*  %s: \\[(.*)\\]");
        for (Map.Entry<String, String> table : tables.entrySet()) {
            String text;
            try (InputStream in = HardeningProfile.class.getResourceAsStream("../" + table.getKey())) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            for (NodeState.Unit.Enablement enablement : NodeState.Unit.Enablement.values()) {
                Matcher answers = Pattern.compile(table.getValue().formatted(enablement.label()))
                        .matcher(text);
                assertThat(answers.find()).as(table.getKey()).isTrue();
                Expectation taken = new NodeState.Unit("a.service", enablement)
                        .checks(Platform.DEBIAN)
                        .get(0)
                        .expectation();
                assertThat(answers.group(1).replaceAll("['\"]", "").split("[|, ]+", -1))
                        .as(table.getKey())
                        .containsExactlyInAnyOrderElementsOf(((Expectation.FirstLine) taken).lines());
            }
        }
    }

    @Test
    void on_redhat_puppet_asks_for_packages_without_what_they_only_recommend() throws IOException {
        HardeningProfile watched = Roles.read(
                "role: watched\nplatform: redhat\nupdates: packages\ntripwire:\n  paths: [/etc]\n  schedule: daily\n");
        assertThat(endState("puppet", watched, UnaryOperator.identity()).states())
                .containsEntry("package tripwire", "installed by itself");
    }

    @Test
    void what_one_of_them_makes_otherwise_is_named() throws IOException {
        EndState approved = endState("chef", MANAGER, UnaryOperator.identity());
        assertThat(differences(approved, "puppet", "[rw, noexec, ", "[rw, "))
                .containsExactly("mount /srv\n  chef: LABEL=srv ext4 rw,noexec,nodev,nosuid 0 2"
                        + "\n  puppet: LABEL=srv ext4 rw,nodev,nosuid 0 2");
        assertThat(differences(approved, "chef", "SELINUX=enforcing", "SELINUX=permissive"))
                .singleElement()
                .asString()
                .matches("file /etc/selinux/config\n  chef: .*=enforcing.*\n  chef, changed: .*=permissive.*");
        assertThat(differences(approved, "ansible", "\"on\": true", "\"on\": false"))
                .containsExactly("SELinux boolean deny_ptrace\n  chef: on\n  ansible: off");
    }

    private List<String> differences(EndState approved, String tool, String text, String otherwise) throws IOException {
        EndState changed = endState(tool, MANAGER, rendered -> {
            assertThat(rendered).contains(text);
            return rendered.replace(text, otherwise);
        });
        Map<String, EndState> both = new LinkedHashMap<>();
        both.put("chef", approved);
        both.put(tool.equals("chef") ? "chef, changed" : tool, changed);
        return EndState.differences(both);
    }

    /** What a tool makes of a rendering, in which one secret stands for that of each tool. */
    private EndState endState(String tool, HardeningProfile profile, UnaryOperator<String> change) throws IOException {
        SortedMap<String, Content> files =
                new TreeMap<>(Renderings.of(tool).render(profile, ORIGIN).files());
        files.replaceAll((path, content) -> path.contains(profile.role()) && !path.startsWith("hardening-")
                ? new Content(change.apply(content.text()).getBytes(StandardCharsets.UTF_8))
                : content);
        Path folder = Files.createTempDirectory(work, tool);
        EndState state = TOOLS.get(tool).of(folder, profile, new RenderedFiles(files));
        SortedMap<String, String> states = new TreeMap<>(state.states());
        states.replaceAll((name, value) -> value.replace(SECRETS.get(tool), "[secret]"));
        return new EndState(states);
    }
}
