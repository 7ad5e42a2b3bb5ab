package io.hallmark.puppetbridge.ansible.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.testsupport.Tools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** OpenSSH shares connections through a socket, whose path Linux bounds; a run in a folder that is deep down goes without. */
class SharedConnectionsTest {
    private static final int LONGEST = 107;

    @Test
    void openssh_ends_when_the_path_of_its_socket_is_too_long_and_only_then() {
        Tools.require("ssh");
        assertThat(ssh(LONGEST)).doesNotContain("too long").contains("refused");
        assertThat(ssh(LONGEST + 1)).contains("too long");
    }

    private static String ssh(int length) {
        return Programs.run(
                        Path.of("/"),
                        List.of(
                                "ssh",
                                "-F",
                                "none",
                                "-o",
                                "BatchMode=yes",
                                "-o",
                                "ControlMaster=auto",
                                "-o",
                                "ControlPath=" + path(length),
                                "-p",
                                "1",
                                "127.0.0.1"))
                .output();
    }

    @Test
    void a_run_shares_connections_as_long_as_the_socket_fits() {
        // What Ansible and OpenSSH add to the folder.
        int added = "/.ansible/cp/0123456789.0123456789abcdef".length();
        assertThat(variables(LONGEST - added)).contains("ControlMaster=auto");
        assertThat(variables(LONGEST - added + 1)).contains("ControlMaster=no").doesNotContain("ControlPersist");
    }

    private static String path(int length) {
        return "/" + "a".repeat(length - 1);
    }

    private static String variables(int length) {
        Map<String, byte[]> written = new HashMap<>();
        PrivateData.write(
                new PrivateFolder() {
                    @Override
                    public String path() {
                        return SharedConnectionsTest.path(length);
                    }

                    @Override
                    public void write(String path, byte[] content) {
                        written.put(path, content);
                    }

                    @Override
                    public Optional<byte[]> read(String path, int most) {
                        return Optional.empty();
                    }

                    @Override
                    public void close() {}
                },
                new RunnerJob(
                        "run",
                        new RenderedFiles(new TreeMap<>()),
                        "play.yml",
                        true,
                        new RunnerJob.Inventory.Place("/etc/ansible/hosts"),
                        new TreeSet<>(),
                        new RunnerJob.Access(Optional.empty(), Optional.empty(), RunnerSecrets.NONE),
                        new RunnerJob.Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1)));
        return new String(written.get("env/envvars"), StandardCharsets.UTF_8);
    }
}
