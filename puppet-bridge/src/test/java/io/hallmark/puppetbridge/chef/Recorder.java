package io.hallmark.puppetbridge.chef;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the recipe in a scratch root with stand-ins for Chef's own resources; {@code recorder.rb} says which. It is no
 * chef-client: it shows what the recipe asks of Chef, and what becomes of files when Chef does that.
 */
final class Recorder {
    static final String SECRET = "grub.pbkdf2.sha512.10000.A1B2";

    /** Files that others write into as well, as they are at first. */
    static final Map<String, String> SHARED =
            Map.of("/etc/fstab", """
                    # what an installer left
                    /dev/sda1 / ext4 errors=remount-ro 0 1
                     #/dev/sda6 /tmp ext4 defaults 0 2
                    tmpfs /tmp tmpfs
                    /dev/sda7 /tmp ext4 defaults 0 2
                    /dev/sda8 /tmp ext4 defaults 0 2
                    #/dev/sda9 /home ext4 defaults 0 2
                    tmpfs /tmp
                    """, "/etc/libvirt/qemu.conf", """
                    #security_driver = "selinux"
                    security_default_confined=0
                    # the end
                    """, "/etc/grub.d/10_linux", """
                    #!/bin/sh
                    CLASS="--class gnu-linux --class gnu --class os"
                    exit 0
                    """);

    private final Path folder;
    private final Path root;

    /** @param folder to work in, empty */
    Recorder(Path folder) throws IOException {
        Tools.require("ruby");
        Tools.require(
                Programs.run(Path.of("/"), List.of("id", "-u")).output().strip().equals("0"),
                "root, to run a recipe in a root file system of its own");
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("root"));
        for (Map.Entry<String, String> file : SHARED.entrySet()) {
            write(file.getKey().substring(1), file.getValue());
        }
        write("etc/apparmor.d/disable/keep", "");
        write("etc/apparmor.d/usr.sbin.chronyd", "profile chronyd /usr/sbin/chronyd {\n}\n");
        Files.createSymbolicLink(
                root.resolve("etc/apparmor.d/disable/usr.sbin.chronyd"), Path.of("/etc/apparmor.d/usr.sbin.chronyd"));
        write("proc/self/mounts", "tmpfs /tmp tmpfs rw 0 0\n");
        Files.createDirectories(root.resolve("tmp"));
        try (InputStream script = Recorder.class.getResourceAsStream("recorder.rb")) {
            Files.copy(script, folder.resolve("recorder.rb"));
        }
        for (Map.Entry<String, io.hallmark.measuredboot.artifact.Content> file :
                Cookbook.shipped().files().entrySet()) {
            Path to = folder.resolve("cookbook").resolve(file.getKey());
            Files.createDirectories(to.getParent());
            Files.write(to, file.getValue().bytes());
        }
    }

    /** Has systemd say this of units, whatever they were. */
    void units(Iterable<String> units, String answer) throws IOException {
        Map<String, Object> answers = new HashMap<>();
        units.forEach(unit -> answers.put(unit, answer));
        write("units", answers);
    }

    /** Has dpkg know a package that was removed, and whose configuration files are still there. */
    void removed(String packageName) throws IOException {
        write("packages", Map.of(packageName, "config-files"));
    }

    private void write(String kind, Map<String, Object> known) throws IOException {
        Map<String, Object> done = new HashMap<>();
        List.of("units", "packages", "booleans", "fetched", "node").forEach(other -> done.put(other, Map.of()));
        done.put(kind, known);
        write("recorder.json", CanonicalJson.write(done));
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    Path root() {
        return root;
    }

    Path cookbook() {
        return folder.resolve("cookbook");
    }

    /** What was asked of Chef, in order, and what packages and units are like in the end. */
    Recording run(Map<String, Object> item) throws IOException {
        Answer answer = tried(item);
        assertThat(answer.exit()).as(answer.output()).isZero();
        return new Recording(PlainJson.readObject("recording", answer.output().getBytes(StandardCharsets.UTF_8)));
    }

    Answer tried(Map<String, Object> item) throws IOException {
        String role = (String) item.get("id");
        Map<String, Object> bags = new HashMap<>();
        bags.put("hardening", Map.of(role, item));
        bags.put("hardening_secrets", Map.of("grub_password", Map.of("id", "grub_password", "value", SECRET)));
        Path given = Files.writeString(folder.resolve("bags.json"), CanonicalJson.write(bags));
        return Programs.run(
                folder,
                List.of(
                        "ruby",
                        "-W0",
                        folder.resolve("recorder.rb").toString(),
                        cookbook().toString(),
                        given.toString(),
                        role,
                        root.toString()));
    }

    /** One resource of Chef, as it was told what to do. */
    record Told(String type, String name, String action, boolean updated, Map<?, ?> properties) {}

    /** All of them. */
    record Recording(Map<String, Object> json) {
        List<Told> told() {
            return ((List<?>) json.get("resources"))
                    .stream()
                            .map(entry -> (Map<?, ?>) entry)
                            .map(entry -> new Told(
                                    (String) entry.get("type"),
                                    (String) entry.get("name"),
                                    (String) entry.get("action"),
                                    (Boolean) entry.get("updated"),
                                    (Map<?, ?>) entry.get("properties")))
                            .toList();
        }

        List<Told> told(String type, String name) {
            return told().stream()
                    .filter(one -> one.type().equals(type) && one.name().equals(name))
                    .toList();
        }

        List<Object> commands() {
            return told().stream()
                    .filter(one -> one.type().equals("execute"))
                    .<Object>map(one -> one.properties().get("command"))
                    .toList();
        }

        Map<?, ?> state(String kind) {
            return (Map<?, ?>) ((Map<?, ?>) json.get("state")).get(kind);
        }
    }
}
