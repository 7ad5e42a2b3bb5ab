package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a root file system gives, from the command line. */
class RootfsCommandTest {
    @TempDir
    Path folder;

    private String image;
    private Path database;
    private Path policy;

    @BeforeEach
    void make() throws Exception {
        Path root = folder.resolve("root");
        Files.createDirectories(root.resolve("usr/bin"));
        Files.createDirectories(root.resolve("var/lib/dpkg"));
        Files.writeString(root.resolve("usr/bin/tool"), "#!/bin/sh\n");
        Files.writeString(
                root.resolve("var/lib/dpkg/status"),
                "Package: tool\nStatus: install ok installed\nVersion: 1:2-3\nArchitecture: all\n\n");
        image = folder.resolve("root.tar").toString();
        Process tar = new ProcessBuilder(
                        Tools.require("tar").toString(),
                        "--owner=0",
                        "--group=0",
                        "-C",
                        root.toString(),
                        "-cf",
                        image,
                        ".")
                .start();
        assertThat(tar.waitFor()).isZero();
        database = folder.resolve("aide.db");
        policy = folder.resolve("policy.json");
    }

    @Test
    void one_walk_writes_all_that_is_asked_for() throws IOException {
        Path configuration = Files.writeString(folder.resolve("aide.conf"), "/usr p+sha256\n");

        Run run = Run.of(
                "rootfs",
                image,
                "--aide-conf",
                configuration.toString(),
                "--aide-db",
                database.toString(),
                "--runtime-policy",
                policy.toString(),
                "--exclude",
                "^/opt/.*",
                "--packages",
                "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("\"schema\": \"hallmark/rootfs/v1\"")
                .contains("\"regularFiles\": 2")
                .contains("\"paths\": 1")
                .contains("\"version\": \"1:2-3\"");
        // sha256sum of the text '#!/bin/sh' and a line feed
        assertThat(Files.readString(policy))
                .contains("a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf")
                .contains("^/opt/.*");
        assertThat(Files.readString(database))
                .startsWith("@@begin_db\n@@db_spec name perm inode attr sha256 \n/usr 4")
                .contains("\n/usr/bin/tool 100")
                .contains("qAdtPSjSHgIBKyDq99v3VAmmJ3E0Q5Al8oLjaOMwWr8=")
                .endsWith("\n@@end_db\n");
    }

    @Test
    void packages_are_a_table() {
        Run run = Run.of("rootfs", image, "--packages");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("tool  1:2-3  all\n");
        assertThat(run.err()).contains("8 files, 2 of them regular, 1 packages");
    }

    @Test
    void wrong_input_gives_one_line_and_2_and_leaves_what_was_there() throws IOException {
        Path configuration = Files.writeString(folder.resolve("aide.conf"), "\n/usr p+i\n");
        Files.writeString(database, "old");

        Run run = Run.of("rootfs", image, "--aide-conf", configuration.toString(), "--aide-db", database.toString());

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.err()).contains("aide.conf:2: an image does not tell i");
        assertThat(Files.readString(database)).isEqualTo("old");
        assertThat(Run.of("rootfs", folder.resolve("none").toString()).err()).contains("there is no such file");
        assertThat(Run.of("rootfs", image, "--aide-conf", configuration.toString())
                        .exit())
                .isEqualTo(2);
    }
}
