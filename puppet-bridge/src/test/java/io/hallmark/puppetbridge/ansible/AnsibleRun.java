package io.hallmark.puppetbridge.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.EndState;
import io.hallmark.puppetbridge.ScratchRoot;
import io.hallmark.puppetbridge.ansible.runner.RunOutcome;
import io.hallmark.puppetbridge.ansible.runner.RunnerEvent;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Ansible says that it did, event by event, on a root file system that is thrown away. */
public final class AnsibleRun {
    /** The secret that it is given. */
    public static final String SECRET = RoleRun.SECRET;

    /** Answers of systemd that are as good as none that a profile asks for, so that each unit is acted upon. */
    private static final String NODE = ScratchRoot.NODE + """
            package tripwire
            mkdir -p /etc/apparmor.d/disable
            ln -sf /etc/apparmor.d/usr.sbin.chronyd /etc/apparmor.d/disable/usr.sbin.chronyd
            mount -t tmpfs tmpfs /sys/fs
            mkdir -p /sys/fs/selinux/booleans /etc/selinux
            for bool in deny_ptrace httpd_can_network_connect; do echo '- -' >"/sys/fs/selinux/booleans/$bool"; done
            printf '#!/bin/sh\\n[ "$1" != is-enabled ] || echo linked\\n' >/usr/local/sbin/systemctl
            printf '#!/bin/sh\\n' >/usr/local/sbin/setsebool
            chmod 755 /usr/local/sbin/systemctl /usr/local/sbin/setsebool
            """;

    private static final Pattern KEY = Pattern.compile("^([A-Za-z0-9_]+) ?=.*");

    private final EndState.Report report = new EndState.Report();

    private AnsibleRun() {}

    /** @param folder to work in, empty */
    public static EndState of(Path folder, HardeningProfile profile, RenderedFiles rendered) throws IOException {
        InstalledAnsible.programs();
        Tools.require("dpkg-deb");
        Tools.require(Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/apt")), "Debian's package python3-apt");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        List<RunnerEvent> events = new ArrayList<>();
        try (ScratchRoot root = ScratchRoot.over(folder, shared)) {
            root.sh(NODE);
            RunOutcome outcome =
                    RoleRun.of(WatchedMachine.in(root, shared), profile.role(), telling(rendered), false, events::add);
            assertThat(outcome).as(outcome.words()).isInstanceOf(RunOutcome.Succeeded.class);
        }
        AnsibleRun run = new AnsibleRun();
        events.forEach(run::hear);
        return run.report.endState();
    }

    /** The role as it is, but that it hides nothing, and goes on when a file can't be fetched: there is no network. */
    private static RenderedFiles telling(RenderedFiles rendered) {
        SortedMap<String, Content> project = new TreeMap<>(rendered.files());
        project.putAll(NodeHardeningRole.files().files());
        String tasks = NodeHardeningRole.FOLDER + "/tasks/configuration.yml";
        String told = project.get(tasks)
                .text()
                .replace("  diff: false\n  no_log: true\n", "")
                .replace("  ansible.builtin.get_url:\n", "  ignore_errors: true\n  ansible.builtin.get_url:\n");
        assertThat(told).contains("ignore_errors").doesNotContain("no_log");
        project.put(tasks, new Content(told.getBytes(StandardCharsets.UTF_8)));
        return new RenderedFiles(project);
    }

    private void hear(RunnerEvent event) {
        Map<?, ?> result = event.data().get("res") instanceof Map<?, ?> map ? map : Map.of();
        boolean item =
                event.kind().startsWith("runner_item_on_") && !event.kind().equals("runner_item_on_skipped");
        boolean whole = event.kind().equals("runner_on_ok") && !(result.get("results") instanceof List<?>);
        if (item || whole) {
            add((String) event.data().get("task_action"), result);
        }
    }

    private void add(String action, Map<?, ?> result) {
        Map<?, ?> told = result.get("invocation") instanceof Map<?, ?> invocation
                ? (Map<?, ?>) invocation.get("module_args")
                : Map.of();
        switch (action.replace("ansible.builtin.", "")) {
            case "apt" -> packages(told);
            case "copy" ->
                report.file(
                        (String) result.get("dest"),
                        result.get("mode"),
                        result.get("owner"),
                        result.get("group"),
                        ((Map<?, ?>) ((List<?>) result.get("diff")).get(0)).get("after"));
            case "get_url" ->
                report.download(
                        (String) told.get("dest"),
                        told.get("mode"),
                        told.get("owner"),
                        told.get("group"),
                        told.get("url"),
                        ((String) told.get("checksum")).replace("sha256:", ""));
            case "file" -> {
                switch ((String) told.get("state")) {
                    case "link" -> report.link((String) told.get("path"), told.get("src"));
                    case "absent" -> report.absent((String) told.get("path"));
                    default -> assertThat(told.get("state")).isEqualTo("directory");
                }
            }
            case "find" -> {
                String[] pattern = ((String) ((List<?>) told.get("patterns")).get(0)).split("\\*", -1);
                report.only(
                        (String) ((List<?>) told.get("paths")).get(0),
                        pattern[0],
                        pattern[1],
                        told.get("excludes") instanceof List<?> names ? names : List.of());
            }
            case "lineinfile" -> line((String) told.get("path"), (String) told.get("line"));
            case "command" ->
                command(((List<?>) result.get("cmd"))
                        .stream().map(String.class::cast).toList());
            // They look, or take away what is not in the profile.
            case "validate_argument_spec", "stat", "assert", "slurp", "replace", "meta" -> {}
            default -> throw new AssertionError("what does Ansible do with " + action + "? " + result);
        }
    }

    private void packages(Map<?, ?> told) {
        for (Object name : (List<?>) told.get("package")) {
            if (told.get("state").equals("absent")) {
                assertThat(told.get("purge")).isEqualTo(true);
                report.purged((String) name);
            } else {
                report.installed((String) name, Boolean.FALSE.equals(told.get("install_recommends")));
            }
        }
    }

    private void line(String path, String line) {
        Matcher key = KEY.matcher(line);
        if (path.equals("/etc/fstab")) {
            report.mount(line);
        } else {
            assertThat(key.matches()).as(line).isTrue();
            report.setting(path, line);
        }
    }

    private void command(List<String> words) {
        boolean systemctl = words.get(0).equals("systemctl");
        if (systemctl && List.of("enable", "disable", "mask").contains(words.get(1))) {
            report.unit(words.get(words.size() - 1), words.get(1));
        } else if (words.get(0).equals("setsebool")) {
            assertThat(words.get(1)).isEqualTo("-P");
            report.bool(words.get(2), words.get(3));
        } else if (!words.get(0).equals("sh") && !(systemctl && words.get(1).equals("is-enabled"))) {
            report.run(String.join(" ", words));
        }
    }
}
