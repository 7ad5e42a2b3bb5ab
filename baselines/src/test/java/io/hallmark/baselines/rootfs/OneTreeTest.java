package io.hallmark.baselines.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One tree gives the same entries whatever it comes as, packed by the tools that people use. */
class OneTreeTest {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void make() throws IOException {
        Tools.require("setfattr");
        Tools.require("getfattr");
        root = SampleTree.in(folder);
    }

    @Test
    void a_folder_gives_what_other_programs_say_of_it() {
        RootTree tree = Walks.tree(root);

        assertThat(digests(tree, Bank.SHA256)).isEqualTo(sums("sha256sum"));
        assertThat(digests(tree, Bank.SHA512)).isEqualTo(sums("sha512sum"));
        assertThat(digests(tree, Bank.SHA1)).isEqualTo(sums("sha1sum"));
        SortedMap<String, String> found = new TreeMap<>();
        tree.entries()
                .forEach(entry -> found.put(
                        entry.path().equals("/") ? "." : "." + entry.path(),
                        String.join(
                                " ",
                                Integer.toHexString(entry.mode()),
                                Long.toString(entry.uid()),
                                Long.toString(entry.gid()),
                                Long.toString(entry.size().orElseThrow()),
                                Long.toString(entry.mtime()),
                                entry.target().orElse(""))));
        assertThat(found).isEqualTo(stat());
        assertThat(tree.at("/usr/bin/tool").orElseThrow().xattrs()).containsEntry("user.binary", "AP8Kiw==");
        assertThat(tree.entries())
                .extracting(RootEntry::path)
                .containsSubsequence("/etc/a b", "/etc/a b/Főtanúsítvány [1]'~.pem", "/etc/a-b");
    }

    @ParameterizedTest
    @CsvSource({"posix, cat", "posix, gzip", "posix, xz", "posix, zstd", "posix, bzip2", "gnu, cat"})
    void a_tar_archive_gives_the_same(String format, String compressor) throws IOException {
        byte[] tar = Tool.run(
                root, new byte[0], "tar", "--format=" + format, "--xattrs", "--xattrs-include=*", "-cf", "-", ".");
        Path archive = Files.write(
                folder.resolve("root.tar"), compressor.equals("cat") ? tar : Tool.run(folder, tar, compressor, "-c"));

        // Only the POSIX form has extended attributes.
        UnaryOperator<RootEntry> what = format.equals("posix") ? Walks::withoutFolderSize : Walks::withoutXattrs;
        assertThat(Walks.entries(Walks.tree(archive), what)).isEqualTo(Walks.entries(Walks.tree(root), what));
    }

    @ParameterizedTest
    @CsvSource({"newc, cat", "crc, cat", "newc, gzip", "newc, zstd", "newc, xz"})
    void an_initramfs_gives_the_same(String format, String compressor) throws IOException {
        byte[] cpio = Tool.run(root, find(), "cpio", "-o", "--quiet", "-H", format);
        Path archive = Files.write(
                folder.resolve("initrd"),
                compressor.equals("cat")
                        ? cpio
                        : compressor.equals("xz")
                                ? Tool.run(folder, cpio, "xz", "-c", "--check=crc32")
                                : Tool.run(folder, cpio, compressor, "-c"));

        assertThat(Walks.entries(Walks.tree(archive), Walks::withoutXattrs))
                .isEqualTo(Walks.entries(Walks.tree(root), Walks::withoutXattrs));
    }

    @Test
    void a_squashfs_file_system_gives_the_same() {
        Tools.require("sqfs2tar");
        Path image = folder.resolve("root.sqfs");
        Tool.run(folder, new byte[0], "mksquashfs", root.toString(), image.toString(), "-quiet", "-no-progress");

        assertThat(Walks.entries(Walks.tree(image), Walks::withoutFolderSize))
                .isEqualTo(Walks.entries(Walks.tree(root), Walks::withoutFolderSize));
    }

    @ParameterizedTest
    @CsvSource({"ext4, ^inline_data", "ext3, ^64bit", "ext2, ^64bit"})
    void an_ext_file_system_gives_the_same(String type, String features) {
        Path image = ext4(type, features);

        SortedMap<String, RootEntry> found = Walks.entries(Walks.tree(image), Walks::withoutFolderSize);
        assertThat(found.remove("/lost+found").permissions()).isEqualTo(0700);
        assertThat(found.remove("/").isDirectory()).isTrue();
        assertThat(found).isEqualTo(expectedOfMkfs());
    }

    @Test
    void an_ext4_file_system_tells_sizes_of_folders_and_odd_names_and_links() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/odd"), Path.of("say \"hi\"\nthere"));
        Files.write(root.resolve("etc/line\nfeed"), new byte[] {7});
        Tool.run(root, new byte[0], "setfattr", "-n", "user.long", "-v", "v".repeat(500), "etc/empty");
        Tool.run(root, new byte[0], "setfattr", "-n", "user.none", "etc/empty");
        SampleTree.times(root);

        RootTree tree = Walks.tree(ext4("ext4", "^inline_data"));

        assertThat(tree.at("/etc").orElseThrow().size().orElseThrow()).isPositive();
        SortedMap<String, RootEntry> found = Walks.entries(tree, Walks::withoutFolderSize);
        found.remove("/lost+found");
        assertThat(found.remove("/").isDirectory()).isTrue();
        assertThat(found).isEqualTo(expectedOfMkfs());
    }

    @Test
    void contents_that_debugfs_reads_wrongly_are_refused() {
        Path image = ext4("ext4", "inline_data");

        assertThatThrownBy(() -> Walks.tree(image))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("inline_data");
    }

    @Test
    void a_file_system_that_is_cut_off_is_refused() throws IOException {
        Path image = ext4("ext4", "^inline_data");
        Path cut = Files.write(
                folder.resolve("cut.ext4"), java.util.Arrays.copyOf(Files.readAllBytes(image), 1024 * 1024));

        assertThatThrownBy(() -> Walks.tree(cut)).isInstanceOf(BaselinesException.class);
    }

    @Test
    void what_is_no_root_file_system_is_named() throws IOException {
        Path file = Files.write(folder.resolve("text"), "hello".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> Walks.tree(file)).hasMessageContaining("is no folder, tar archive");
        assertThatThrownBy(() -> Walks.tree(folder.resolve("none"))).hasMessageContaining("there is no such file");
    }

    @Test
    void a_missing_program_is_named_with_its_package() {
        assertThatThrownBy(() -> new LocalPrograms()
                        .run(java.util.List.of("no-such-program"), new byte[0], java.io.InputStream::readAllBytes))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("no-such-program is needed");
    }

    /** mkfs makes the root folder itself, and does not give it the time of the folder that it copies. */
    private SortedMap<String, RootEntry> expectedOfMkfs() {
        SortedMap<String, RootEntry> expected = Walks.entries(Walks.tree(root), Walks::withoutFolderSize);
        expected.remove("/");
        return expected;
    }

    private Path ext4(String type, String features) {
        Tools.require("mkfs.ext4");
        Tools.require("debugfs");
        Path image = folder.resolve("root." + type);
        Tool.run(
                folder,
                new byte[0],
                "mkfs." + type,
                "-q",
                "-I",
                "512",
                "-O",
                features,
                "-d",
                root.toString(),
                image.toString(),
                "16M");
        return image;
    }

    private byte[] find() {
        return Tool.run(root, new byte[0], "find", ".");
    }

    private SortedMap<String, String> sums(String program) {
        SortedMap<String, String> sums = new TreeMap<>();
        byte[] output = Tool.run(root, new byte[0], "find", ".", "-type", "f", "-exec", program, "-z", "{}", "+");
        for (String line : new String(output, StandardCharsets.UTF_8).split("\0")) {
            int space = line.indexOf(' ');
            sums.put(line.substring(space + 3), line.substring(0, space));
        }
        return sums;
    }

    private static SortedMap<String, String> digests(RootTree tree, Bank bank) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (RootEntry entry : tree.entries()) {
            if (entry.isRegular()) {
                digests.put(entry.path(), entry.digests().in(bank).orElseThrow().hex());
            }
        }
        return digests;
    }

    private SortedMap<String, String> stat() {
        SortedMap<String, String> lines = new TreeMap<>();
        byte[] output = Tool.run(
                root,
                new byte[0],
                "find",
                ".",
                "-printf",
                "%p\t",
                "-exec",
                "stat",
                "--printf",
                "%f %u %g %s %Y ",
                "{}",
                ";",
                "-printf",
                "%l\n");
        for (String line : new String(output, StandardCharsets.UTF_8).split("\n")) {
            lines.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
        }
        return lines;
    }
}
