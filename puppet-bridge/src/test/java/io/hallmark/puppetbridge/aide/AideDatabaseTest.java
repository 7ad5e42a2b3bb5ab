package io.hallmark.puppetbridge.aide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.profile.Watched;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database of an image beside the one that AIDE makes, and AIDE's own judgement of it. */
class AideDatabaseTest {
    private static final String RULES = """
            # what an image tells, all of it
            Content = ftype+p+u+g+s+m+l+sha1+sha256+sha512+xattrs+acl+selinux
            @@define SRV srv
            /usr Content
            =/etc$ d Content-s
            /etc/ Content
            /@@{SRV} f,l Content
            !/etc/mtab
            !/srv/cache(/|$)
            """;

    @TempDir
    Path folder;

    private Path root;
    private Aide aide;

    @BeforeEach
    void make() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        write("usr/bin/tool", "#!/bin/sh\necho a\n", "rwxr-x--x");
        write("usr/bin/0", "0", "rw-r--r--");
        write("etc/with space and ~%|[x]", "s\n", "rw-r--r--");
        write("etc/mtab", "never the same", "rw-r--r--");
        write("etc/Főtanúsítvány", "é", "rw-------");
        write("srv/cache/x", "left out", "rw-r--r--");
        write("srv/data/y", "kept", "rw-r--r--");
        Files.createSymbolicLink(root.resolve("usr/bin/link"), Path.of("0"));
        Files.createSymbolicLink(root.resolve("srv/dead"), Path.of("/no/where at all"));
        Files.createLink(root.resolve("usr/bin/second"), root.resolve("usr/bin/tool"));
    }

    @Test
    void it_is_the_one_that_aide_writes() throws Exception {
        Tools.require("getfattr");
        Tools.require("setfattr");
        Programs.run(root, List.of("setfattr", "-n", "user.note", "-v", "0sAP8K", "usr/bin/tool"));
        Programs.run(root, List.of("setfattr", "-n", "user.empty", "etc/mtab"));
        aide = new Aide(folder, root);

        assertThat(aide.init(RULES).exit()).isZero();

        assertThat(aide.ours(RULES)).isEqualTo(aide.written());
        assertThat(aide.written()).hasSizeGreaterThan(12);
    }

    /** As an archive or file system is made of the tree, and what its kind can't tell. */
    private enum Image {
        CPIO("find . | LC_ALL=C sort | cpio --quiet -o -H newc >'%s'", "-xattrs-acl", "cpio"),
        SQUASHFS("mksquashfs . '%s' -quiet -no-progress", "-acl", "mksquashfs", "sqfs2tar"),
        EXT4("truncate -s 8M '%1$s' && mkfs.ext4 -q -d . '%1$s'", "", "mkfs.ext4", "debugfs");

        private final String making;
        private final String without;
        private final List<String> programs;

        Image(String making, String without, String... programs) {
            this.making = making;
            this.without = without;
            this.programs = List.of(programs);
        }
    }

    @ParameterizedTest
    @EnumSource(Image.class)
    void the_one_of_an_image_in_a_file_is_the_one_that_aide_writes_of_its_tree(Image kind) throws Exception {
        Tools.require("getfattr");
        Tools.require("setfattr");
        kind.programs.forEach(Tools::require);
        Programs.run(root, List.of("setfattr", "-n", "user.note", "-v", "0sAP8K", "usr/bin/tool"));
        // Folders have another size on another file system.
        String rules = "Content = ftype+p+u+g+l+sha256+sha512+xattrs+acl" + kind.without
                + "\n/usr f,l Content+s\n/usr d Content\n/etc f,l Content+s\n/etc d Content\n!/etc/mtab\n/srv f,l Content\n";
        aide = new Aide(folder, root);
        assertThat(aide.init(rules).exit()).isZero();
        Path image = folder.resolve("image");
        Programs.Answer made = Programs.run(root, List.of("sh", "-c", kind.making.formatted(image)));
        assertThat(made.exit()).as(made.output()).isZero();

        List<String> ours = new String(Aide.database(aide.configuration(rules), image), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(ours).isEqualTo(aide.written());
        assertThat(ours).hasSizeGreaterThan(12);
    }

    @Test
    void access_control_lists_are_written_with_names_and_what_masks_leave_of_them() throws Exception {
        Tools.require("getfattr");
        Tools.require("setfacl");
        String user = Programs.run(root, List.of("id", "-un")).output().strip();
        write("etc/passwd", Files.readString(Path.of("/etc/passwd")), "rw-r--r--");
        write("etc/group", Files.readString(Path.of("/etc/group")), "rw-r--r--");
        assertThat(Programs.run(root, List.of("setfacl", "-m", "u:" + user + ":rwx,g:4321:r,m:rx", "usr/bin/tool"))
                        .exit())
                .isZero();
        assertThat(Programs.run(root, List.of("setfacl", "-m", "d:u:" + user + ":rx", "usr"))
                        .exit())
                .isZero();
        aide = new Aide(folder, root);

        assertThat(aide.init(RULES).exit()).isZero();

        assertThat(aide.ours(RULES)).isEqualTo(aide.written());
    }

    @Test
    void aide_finds_no_difference_in_an_unchanged_tree_and_exactly_the_change_in_a_changed_one() throws Exception {
        Tools.require("getfattr");
        aide = new Aide(folder, root);
        aide.ours(RULES);

        Programs.Answer unchanged = aide.check(RULES);
        assertThat(unchanged.exit()).as(unchanged.output()).isZero();

        Files.writeString(root.resolve("usr/bin/tool"), "#!/bin/sh\necho b\n");
        Files.setPosixFilePermissions(root.resolve("usr/bin/0"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.delete(root.resolve("srv/dead"));
        write("srv/data/new", "n", "rw-r--r--");
        write("srv/cache/new", "n", "rw-r--r--");

        Programs.Answer changed = aide.check(RULES);

        // 1 added + 2 removed + 4 changed
        assertThat(changed.exit()).as(changed.output()).isEqualTo(7);
        // The folder of what was added and removed has no line: the rule is for files and links.
        assertThat(changed.output()
                        .lines()
                        .filter(line -> line.matches("[fdl][ <>=!+-].*: /.*"))
                        .map(line -> line.charAt(0) + line.substring(line.indexOf(": ") + 1)))
                .containsExactlyInAnyOrder(
                        "f /srv/data/new", "l /srv/dead", "f /usr/bin/0", "f /usr/bin/second", "f /usr/bin/tool");
    }

    @Test
    void the_configuration_of_a_hardening_profile_is_understood() throws Exception {
        Tools.require("getfattr");
        Watched watched = new Watched(List.of("/usr", "/etc", "/srv"), List.of("/etc/mtab", "/srv/cache"), "daily");
        String profile = new io.hallmark.puppetbridge.profile.Aide(watched, Optional.empty()).configuration();
        aide = new Aide(folder, root);

        assertThat(aide.init(profile).exit()).isZero();

        assertThat(aide.ours(profile)).isEqualTo(aide.written());
        assertThat(aide.check(profile).exit()).isZero();
    }

    @Test
    void a_recorded_database_comes_out_again() throws IOException {
        Tools.require("getfattr");
        Path tree = Files.createDirectory(folder.resolve("recorded"));
        root = tree;
        write("etc/conf", "x=1\n", "rw-r--r--");
        write("etc/with space", "s\n", "rw-r--r--");
        write("usr/bin/tool", "#!/bin/sh\necho a\n", "rwxr-xr-x");
        Files.createSymbolicLink(tree.resolve("usr/bin/link"), Path.of("tool"));
        for (String part : List.of("etc", "usr", "usr/bin")) {
            Files.setPosixFilePermissions(tree.resolve(part), PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        List<String> ours = new String(Aide.database(resource("recorded.conf"), tree), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(ours).isEqualTo(Aide.withoutInodes(recordedHere(tree)));
    }

    /** The recording, with the owner and the sizes of folders of where the test runs. */
    private List<String> recordedHere(Path tree) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : resource("recorded.db").split("\n")) {
            String[] fields = line.split(" ");
            if (line.startsWith("/")) {
                Path file = tree.resolve(fields[0].substring(1).replace("%20", " "));
                fields[3] = Files.getAttribute(tree, "unix:uid").toString();
                fields[4] = Files.getAttribute(tree, "unix:gid").toString();
                fields[5] = Files.isDirectory(file)
                        ? Files.getAttribute(file, "unix:size").toString()
                        : fields[5];
                lines.add(String.join(" ", fields));
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    @Test
    void what_an_archive_does_not_tell_is_refused_with_the_rule_that_asks_for_it() throws Exception {
        Tools.require("tar");
        Path archive = folder.resolve("root.tar");
        Programs.run(root, List.of("tar", "-cf", archive.toString(), "."));

        assertThatThrownBy(() -> Aide.database("# x\n/usr p+s\n", archive))
                .isInstanceOf(BaselinesException.class)
                .hasMessageStartingWith("aide.conf:2: ")
                .hasMessageContaining("size of the folder /usr");
        assertThat(Aide.database("/usr f,l p+s\n/usr d p\n", archive)).isNotEmpty();
        assertThatThrownBy(() -> Aide.database("/nothing p\n", archive)).hasMessageContaining("no file of");
    }

    private String resource(String name) throws IOException {
        try (InputStream in = AideDatabaseTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(String path, String content, String permissions) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
