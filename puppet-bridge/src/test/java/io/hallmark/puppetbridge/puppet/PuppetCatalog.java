package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.PlainJson;
import io.hallmark.puppetbridge.EndState;
import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.puppetbridge.node.Platform;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Puppet says that it will do: the catalog that it compiles. */
public final class PuppetCatalog {
    /** The secret that the control repository has. */
    public static final String SECRET = "grub.pbkdf2.sha512.10000.0123.4567";

    private static final Pattern EXEC = Pattern.compile("Exec\\[(.*)]");
    private static final Pattern SYSTEMCTL =
            Pattern.compile("(?:systemctl unmask \\S+ && )?systemctl (enable|disable|mask) (\\S+)( .*)?");

    private final Map<String, Object> catalog;
    private final Platform platform;
    private final EndState.Report report = new EndState.Report();
    private final SortedSet<String> notified = new TreeSet<>();

    private PuppetCatalog(Map<String, Object> catalog, Platform platform) {
        this.catalog = catalog;
        this.platform = platform;
    }

    /** @param folder to work in, empty */
    public static EndState of(Path folder, HardeningProfile profile, RenderedFiles rendered) throws IOException {
        Tools.require("puppet");
        Tools.require(
                Stream.of("/usr/share/puppet/modules", "/opt/puppetlabs/puppet/vendor_modules")
                        .anyMatch(modules -> Files.isDirectory(Path.of(modules, "selinux_core"))),
                "Puppet's module selinux_core (Debian: puppet-module-puppetlabs-selinux-core)");
        Path environment = ControlRepository.write(folder, profile);
        rendered.writeTo(environment);
        Files.createDirectories(environment.resolve("manifests"));
        Files.writeString(environment.resolve("manifests/site.pp"), "include node_hardening\n");
        facts(folder, profile);
        Answer answer = Programs.run(
                folder,
                List.of(
                        "env",
                        "FACTER_node_role=" + profile.role(),
                        "puppet",
                        "catalog",
                        "compile",
                        "node.example.org",
                        "--environmentpath=" + folder,
                        "--environment=production",
                        "--confdir=" + folder.resolve("conf"),
                        "--vardir=" + folder.resolve("var"),
                        "--color=false",
                        "--logdest=" + folder.resolve("log"),
                        "--render-as=json"));
        String json = answer.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElse("");
        assertThat(json).as(answer.output()).isNotEmpty();
        return new PuppetCatalog(
                        PlainJson.readObject("catalog", json.getBytes(StandardCharsets.UTF_8)),
                        profile.node().platform())
                .endState();
    }

    /** What the node says of its distribution, in place of this machine. */
    private static void facts(Path folder, HardeningProfile profile) throws IOException {
        String family = profile.node().platform() == Platform.REDHAT ? "RedHat" : "Debian";
        Path facts = Files.createDirectories(folder.resolve("var/facts.d"));
        Files.writeString(facts.resolve("os.yaml"), "os: {family: " + family + ", name: " + family + "}\n");
    }

    private EndState endState() {
        List<?> resources = (List<?>) catalog.get("resources");
        resources.forEach(one -> notifications((Map<?, ?>) one));
        resources.forEach(one -> add((Map<?, ?>) one));
        return report.endState();
    }

    private void notifications(Map<?, ?> resource) {
        if (resource.get("type").equals("Node_hardening::Only")) {
            // There is nothing of an earlier profile that it would remove.
            return;
        }
        Object notify = parameters(resource).get("notify");
        List<?> targets = notify instanceof List<?> list ? list : notify == null ? List.of() : List.of(notify);
        for (Object target : targets) {
            Matcher exec = EXEC.matcher((String) target);
            assertThat(exec.matches()).as((String) target).isTrue();
            notified.add(exec.group(1));
        }
    }

    private static Map<?, ?> parameters(Map<?, ?> resource) {
        return resource.get("parameters") instanceof Map<?, ?> map ? map : Map.of();
    }

    private void add(Map<?, ?> resource) {
        String title = (String) resource.get("title");
        Map<?, ?> of = parameters(resource);
        switch ((String) resource.get("type")) {
            case "File" -> file(title, of);
            case "Package" -> {
                if (of.get("ensure").equals("purged")) {
                    report.purged(title);
                } else {
                    assertThat(of.get("ensure")).isEqualTo("installed");
                    String option = platform == Platform.REDHAT
                            ? "--setopt=install_weak_deps=False"
                            : "--no-install-recommends";
                    report.installed(title, List.of(option).equals(of.get("install_options")));
                }
            }
            case "Exec" -> exec(title, of);
            case "Selboolean" -> {
                assertThat(of.get("persistent")).isEqualTo(true);
                report.bool(title, of.get("value"));
            }
            // What they stand for is in the catalog beside them.
            case "Stage",
                    "Class",
                    "Node_hardening::Line",
                    "Node_hardening::Only",
                    "Node_hardening::Row",
                    "Node_hardening::Unit" -> {}
            default -> throw new AssertionError("what does Puppet do with " + resource + "?");
        }
    }

    private void file(String path, Map<?, ?> of) {
        switch ((String) of.get("ensure")) {
            case "absent" -> report.absent(path);
            case "link" -> report.link(path, of.get("target"));
            case "file" -> {
                if (of.get("source") == null) {
                    report.file(path, of.get("mode"), of.get("owner"), of.get("group"), of.get("content"));
                } else {
                    assertThat(of.get("checksum")).isEqualTo("sha256");
                    report.download(
                            path,
                            of.get("mode"),
                            of.get("owner"),
                            of.get("group"),
                            of.get("source"),
                            of.get("checksum_value"));
                }
            }
            default -> throw new AssertionError("what does Puppet do with " + path + "? " + of);
        }
    }

    private void exec(String title, Map<?, ?> of) {
        String command = (String) of.get("command");
        Matcher systemctl = SYSTEMCTL.matcher(command);
        if (Boolean.TRUE.equals(of.get("refreshonly"))) {
            if (notified.contains(title) && !command.startsWith("mount ")) {
                report.run(command);
            }
        } else if (of.get("environment") instanceof List<?> variables) {
            told(variables);
        } else if (systemctl.matches()) {
            report.unit(systemctl.group(2), systemctl.group(1));
        } else {
            assertThat(command).startsWith("mkdir -p -- /");
        }
    }

    /** What a script does is in the variables that it is given. */
    private void told(List<?> variables) {
        Optional<String> names = variable(variables, "NAMES");
        if (names.isPresent()) {
            report.only(
                    variable(variables, "FOLDER").orElseThrow(),
                    variable(variables, "BEGINNING").orElseThrow(),
                    variable(variables, "ENDING").orElseThrow(),
                    names.get().isEmpty() ? List.of() : List.of(names.get().split(" ", -1)));
            return;
        }
        String line = variable(variables, "LINE").orElseThrow();
        variable(variables, "FILE").ifPresentOrElse(file -> report.setting(file, line), () -> report.mount(line));
    }

    private static Optional<String> variable(List<?> variables, String name) {
        return variables.stream()
                .map(String.class::cast)
                .filter(one -> one.startsWith(name + "="))
                .map(one -> one.substring(name.length() + 1))
                .findFirst();
    }
}
