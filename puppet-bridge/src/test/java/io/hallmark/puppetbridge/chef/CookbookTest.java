package io.hallmark.puppetbridge.chef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.puppetbridge.Roles;
import io.hallmark.puppetbridge.chef.Recorder.Recording;
import io.hallmark.puppetbridge.chef.Recorder.Told;
import io.hallmark.puppetbridge.node.NodeCheck;
import io.hallmark.puppetbridge.node.NodeInspection;
import io.hallmark.puppetbridge.node.NodeInspection.Outcome;
import io.hallmark.puppetbridge.node.NodeInspection.Verdict;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.Probe;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cookbook asks of Chef what the profile says, all of it and nothing else. */
class CookbookTest {
    private static final Origin ORIGIN = new Origin("0123456789abcdef0123456789abcdef01234567");

    /** Kinds of measures that the other roles don't have. */
    private static final String MANAGER = """
            schema: hallmark/hardening/v1
            role: manager
            platform: redhat
            updates: packages
            applied-in: node
            selinux:
              mode: enforcing
              policy: targeted
              booleans:
                deny_ptrace: true
                httpd_can_network_connect: false
            packages:
              absent: [telnet]
              allowed: [bash, coreutils]
            services:
              auditd.service: enabled
            boot-loader:
              user: root
              password-secret: grub_password
            tripwire:
              paths: [/etc]
              schedule: daily
            wazuh:
              group: compute
              paths: [/etc, /usr]
              excludes: [/etc/mtab]
              schedule: daily
            """;

    @TempDir
    Path folder;

    static Stream<HardeningProfile> profiles() {
        return Stream.concat(Roles.ALL.stream().map(Roles::of), Stream.of(Roles.read(MANAGER)));
    }

    @Test
    void the_profiles_of_this_test_have_every_kind_of_measure_and_of_state() {
        Set<Class<?>> measures = new HashSet<>();
        Set<Class<?>> states = new HashSet<>();
        profiles().forEach(profile -> {
            profile.measures().forEach(measure -> measures.add(measure.getClass()));
            profile.states().forEach(state -> states.add(state.getClass()));
        });
        assertThat(measures).containsExactlyInAnyOrder(Measure.class.getPermittedSubclasses());
        assertThat(states).containsExactlyInAnyOrder(NodeState.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void every_state_of_every_measure_is_asked_for_and_comes_about(HardeningProfile profile) throws IOException {
        Recorder recorder = new Recorder(folder);
        Map<String, Object> item = ChefRendering.item(profile, ORIGIN);
        Recording recording = recorder.run(item);
        for (Measure measure : profile.measures()) {
            List<NodeState> states = measure.states(profile.node());
            states.forEach(state -> expressed(measure, state, recording));
            assertThat(((List<?>) item.getOrDefault("checked_only", List.of())).contains(measure.name()))
                    .as(measure.name())
                    .isEqualTo(states.isEmpty());
        }
        assertThat(recording.state("node").get("baseline")).isEqualTo(ORIGIN.baseline());
        List<NodeCheck> ofFiles = profile.checks().stream()
                .filter(check -> check.moment() == NodeCheck.Moment.CONFIGURED)
                .filter(check -> !(check.probe() instanceof Probe.Run))
                // Fetched by a stand-in that fetches nothing.
                .filter(check -> profile.states().stream()
                        .noneMatch(state -> state instanceof NodeState.Download download
                                && check.probe().words().contains(download.path())))
                .toList();
        assertThat(ofFiles).isNotEmpty();
        assertThat(NodeInspection.ofTree(recorder.root()).judge(ofFiles))
                .filteredOn(outcome -> outcome.verdict() != Verdict.PASSED)
                .extracting(Outcome::toString)
                .isEmpty();
    }

    private static void expressed(Measure measure, NodeState state, Recording recording) {
        String as = measure.name() + ": " + state.name();
        if (state instanceof NodeState.ManagedFile file) {
            Told told = only(as, recording.told("file", file.path()));
            assertThat(told.properties().get("content")).as(as).isEqualTo(file.content());
            owned(as, told, file.mode());
        } else if (state instanceof NodeState.SecretFile file) {
            Told told = only(as, recording.told("file", file.path()));
            assertThat(told.properties().get("content"))
                    .as(as)
                    .isEqualTo(file.before() + Recorder.SECRET + file.after());
            assertThat(told.properties().get("sensitive")).as(as).isEqualTo(true);
            owned(as, told, file.mode());
        } else if (state instanceof NodeState.Download file) {
            Told told = only(as, recording.told("remote_file", file.path()));
            assertThat(told.properties().get("source")).as(as).isEqualTo(file.url());
            assertThat(told.properties().get("checksum")).as(as).isEqualTo(file.sha256());
            owned(as, told, file.mode());
        } else if (state instanceof NodeState.Link link) {
            Told told = only(as, recording.told("link", link.path()));
            assertThat(told.action()).as(as).isEqualTo(link.target().isPresent() ? "create" : "delete");
            assertThat(told.properties().get("to"))
                    .as(as)
                    .isEqualTo(link.target().orElse(null));
        } else if (state instanceof NodeState.Setting setting) {
            assertThat(recording.told("file", setting.path()))
                    .as(as)
                    .anySatisfy(told -> assertThat(((String) told.properties().get("content")).lines())
                            .contains(setting.line()));
        } else if (state instanceof NodeState.MountEntry mount) {
            String row = String.join(
                    " ",
                    mount.device(),
                    mount.path(),
                    mount.fstype(),
                    String.join(",", mount.options()),
                    String.valueOf(mount.dump()),
                    String.valueOf(mount.pass()));
            List<Told> told = recording.told("file", "/etc/fstab");
            assertThat(((String) told.get(told.size() - 1).properties().get("content")).lines())
                    .as(as)
                    .containsOnlyOnce(row)
                    .contains(" #/dev/sda6 /tmp ext4 defaults 0 2", "#/dev/sda9 /home ext4 defaults 0 2")
                    .filteredOn(line -> !line.startsWith("#") && line.split(" ")[1].equals(mount.path()))
                    .hasSize(1);
        } else if (state instanceof NodeState.PackageAbsent absent) {
            assertThat(only(as, recording.told("package", absent.packageName())).action())
                    .as(as)
                    .isEqualTo("purge");
        } else if (state instanceof NodeState.PackageInstalled installed) {
            assertThat(recording.told("package", installed.packageName()))
                    .as(as)
                    .extracting(Told::action)
                    .containsOnly("install");
        } else if (state instanceof NodeState.Unit unit) {
            Object answer = recording.state("units").get(unit.unit());
            if (unit.enablement() == NodeState.Unit.Enablement.DISABLED) {
                // A unit that isn't there needs no disabling.
                assertThat(answer).as(as).isIn("disabled", null);
            } else {
                assertThat(answer).as(as).isEqualTo(unit.enablement().label());
            }
        } else {
            NodeState.SelinuxBoolean bool = (NodeState.SelinuxBoolean) state;
            assertThat(recording.commands())
                    .as(as)
                    .contains(List.of("setsebool", "-P", bool.bool(), bool.on() ? "1" : "0"));
        }
    }

    private static Told only(String as, List<Told> told) {
        assertThat(told).as(as).hasSize(1);
        return told.get(0);
    }

    private static void owned(String as, Told told, String mode) {
        assertThat(told.properties().get("mode")).as(as).isEqualTo(mode);
        assertThat(told.properties().get("owner")).as(as).isEqualTo("root");
        assertThat(told.properties().get("group")).as(as).isEqualTo("root");
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void a_second_run_changes_nothing(HardeningProfile profile) throws IOException {
        Recorder recorder = new Recorder(folder);
        Map<String, Object> item = ChefRendering.item(profile, ORIGIN);
        assertThat(recorder.run(item).told()).anyMatch(Told::updated);
        assertThat(recorder.run(item).told()).filteredOn(Told::updated).isEmpty();
    }

    @Test
    void what_is_taken_out_of_a_profile_goes_from_the_node() throws IOException {
        Recorder recorder = new Recorder(folder);
        Path root = recorder.root();
        recorder.run(ChefRendering.item(Roles.of(Roles.CONTROLLER), ORIGIN));
        Files.writeString(root.resolve("etc/sysctl.d/90-local.conf"), "");
        Files.writeString(root.resolve("etc/modprobe.d/local.conf"), "");
        Path job = Files.createDirectories(root.resolve("etc/cron.d")).resolve("hallmark-publish");
        Files.writeString(job, "");
        assertThat(Roles.LEFT_OVER).allMatch(path -> Files.exists(root.resolve(path.substring(1))));
        HardeningProfile less = Roles.read(Roles.controllerWithLess());

        Recording recording = recorder.run(ChefRendering.item(less, ORIGIN));

        assertThat(recording.told())
                .filteredOn(
                        told -> told.action().equals("delete") && told.type().equals("file"))
                .extracting(Told::name)
                .containsExactlyInAnyOrderElementsOf(Roles.LEFT_OVER);
        assertThat(Roles.LEFT_OVER).noneMatch(path -> Files.exists(root.resolve(path.substring(1))));
        assertThat(root.resolve("etc/sysctl.d/90-local.conf")).exists();
        assertThat(root.resolve("etc/modprobe.d/local.conf")).exists();
        assertThat(job).exists();
        assertThat(recording.commands()).containsExactly(List.of("update-grub"));
        assertThat(recorder.run(ChefRendering.item(less, ORIGIN)).told())
                .filteredOn(Told::updated)
                .isEmpty();
    }

    @Test
    void a_package_that_was_removed_before_loses_its_configuration_files() throws IOException {
        Recorder recorder = new Recorder(folder);
        recorder.removed("talk");
        Map<String, Object> item = ChefRendering.item(Roles.of(Roles.CONTROLLER), ORIGIN);

        Recording first = recorder.run(item);
        assertThat(first.commands())
                .containsOnlyOnce(List.of("dpkg", "--purge", "talk"))
                .doesNotContain(List.of("dpkg", "--purge", "telnet"));
        assertThat(first.state("packages").get("talk")).isEqualTo(false);

        assertThat(recorder.run(item).told()).filteredOn(Told::updated).isEmpty();
    }

    @Test
    void a_running_node_takes_changes_in_once_each() throws IOException {
        Recorder recorder = new Recorder(folder);
        recorder.units(List.of("cups.service"), "enabled");
        HardeningProfile controller = Roles.of(Roles.CONTROLLER);
        Recording recording = recorder.run(ChefRendering.item(controller, ORIGIN));
        Set<Object> expected = new HashSet<>();
        for (NodeState state : controller.states()) {
            if (state instanceof NodeState.ManagedFile file && !file.onChange().isEmpty()) {
                expected.add(file.onChange());
            }
        }
        expected.add(List.of("update-grub"));
        // A link of the scratch root kept a profile from being loaded.
        expected.add(List.of("systemctl", "try-reload-or-restart", "apparmor.service"));
        expected.add(List.of("mount", "-o", "remount", "/tmp"));
        expected.add(List.of("systemctl", "mask", "--now", "cups.service"));
        expected.add(List.of("systemctl", "enable", "--now", "samhain.service"));
        assertThat(recording.commands()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void a_unit_that_was_masked_is_enabled_and_one_that_is_missing_is_masked_without_being_stopped()
            throws IOException {
        Recorder recorder = new Recorder(folder);
        recorder.units(List.of("samhain.service"), "masked");
        assertThat(recorder.run(ChefRendering.item(Roles.of(Roles.CONTROLLER), ORIGIN))
                        .commands())
                .containsSubsequence(
                        List.of("systemctl", "unmask", "samhain.service"),
                        List.of("systemctl", "enable", "--now", "samhain.service"))
                .contains(List.of("systemctl", "mask", "cups.service"));
    }

    @Test
    void while_an_image_is_built_nothing_is_started_remounted_or_taken_in() throws IOException {
        Recorder recorder = new Recorder(folder);
        Recording recording = recorder.run(ChefRendering.item(Roles.of(Roles.COMPUTE), ORIGIN));
        assertThat(recording.commands())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(((List<?>) command).get(0)).isEqualTo("systemctl"))
                .allSatisfy(command -> assertThat(((List<?>) command).get(1)).isIn("enable", "disable", "mask"))
                .allSatisfy(command ->
                        assertThat(((List<?>) command).contains("--now")).isFalse());
    }

    @Test
    void what_the_cookbook_does_not_know_stops_it_before_anything_is_changed() throws IOException {
        Recorder recorder = new Recorder(folder);
        Map<String, Object> item = new LinkedHashMap<>(ChefRendering.item(Roles.of(Roles.COMPUTE), ORIGIN));
        String fstab = Files.readString(recorder.root().resolve("etc/fstab"));
        for (Map<String, Object> wrong : List.of(
                with(item, "format", "hallmark/chef/v9"),
                with(item, "states", List.of(Map.of("kind", "mount", "path", "/tmp"), Map.of("kind", "spell"))),
                with(
                        item,
                        "states",
                        List.of(Map.of("kind", "file", "path", "/etc/x; reboot", "mode", "0644", "content", ""))))) {
            Answer answer = recorder.tried(wrong);
            assertThat(answer.exit()).as(answer.output()).isNotZero();
            assertThat(answer.output()).containsAnyOf("another version of this cookbook", "can't be");
            assertThat(Files.readString(recorder.root().resolve("etc/fstab"))).isEqualTo(fstab);
        }
    }

    private static Map<String, Object> with(Map<String, Object> item, String key, Object value) {
        Map<String, Object> other = new LinkedHashMap<>(item);
        other.put(key, value);
        return other;
    }

    @Test
    void no_secret_is_in_an_item_and_equal_profiles_give_equal_bytes() {
        profiles().forEach(profile -> {
            String first = CanonicalJson.write(ChefRendering.item(profile, ORIGIN));
            HardeningProfile again = HardeningProfile.read("again.yaml", profile.toYaml());
            assertThat(CanonicalJson.write(ChefRendering.item(again, ORIGIN)))
                    .isEqualTo(first)
                    .doesNotContain("grub.pbkdf2");
            assertThat(new ChefRendering().render(profile, ORIGIN).files())
                    .containsOnlyKeys("data_bags/hardening/" + profile.role() + ".json");
        });
    }

    @Test
    void an_item_that_no_server_takes_is_refused() {
        StringBuilder text = new StringBuilder("role: many\nplatform: debian\nupdates: packages\nsysctls:\n");
        for (int i = 0; i < 6000; i++) {
            text.append("  kernel.a").append(i).append(": \"1\"\n");
        }
        assertThatThrownBy(() -> ChefRendering.item(Roles.read(text.toString()), ORIGIN))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("role many")
                .hasMessageContaining("split the role");
    }

    @Test
    void ruby_accepts_every_file_and_both_forms_of_the_metadata_agree() throws IOException {
        Tools.require("ruby");
        Recorder recorder = new Recorder(folder);
        Path cookbook = recorder.cookbook();
        for (String file : Cookbook.FILES) {
            if (file.endsWith(".rb")) {
                Answer answer = Programs.run(cookbook, List.of("ruby", "-wc", file));
                assertThat(answer.output()).as(file).isEqualTo("Syntax OK\n");
            }
        }
        String ruby = Files.readString(cookbook.resolve("metadata.rb"));
        Map<String, Object> json = Cookbook.shipped().metadata();
        for (String field : List.of("name", "version", "maintainer", "license", "description")) {
            assertThat(ruby.lines()).contains(field + " '" + json.get(field) + "'");
        }
        assertThat(json.get("name")).isEqualTo(Cookbook.NAME);
        assertThat(ruby)
                .contains("chef_version '" + ((List<?>) ((List<?>) json.get("chef_versions")).get(0)).get(0) + "'");
    }

    @Test
    void all_files_of_the_folder_are_shipped() throws Exception {
        Path source = Path.of(
                        Cookbook.class.getResource(Cookbook.NAME + "/README.md").toURI())
                .getParent();
        try (Stream<Path> files = Files.walk(source)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> source.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(Cookbook.FILES);
        }
    }
}
