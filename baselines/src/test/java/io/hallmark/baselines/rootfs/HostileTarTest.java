package io.hallmark.baselines.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.digest.Bank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives are foreign: what leads out of them, lies, or depends on who unpacks it is refused with its name. */
class HostileTarTest {
    private static final RootLimits SMALL = new RootLimits(10, 1000, 60, 100);

    @TempDir
    Path folder;

    @Test
    void paths_that_leave_the_root_are_refused() {
        refused(new TarBytes().file("../etc/passwd", "x"), "leads out of its folder");
        refused(new TarBytes().folder("a").file("a/../../b", "x"), "leads out of its folder");
        refused(new TarBytes().file("a", "x").header('1', "b", "../../etc/shadow", "0"), "leads out of its folder");
        assertThat(read(new TarBytes().folder("./").file("/a", "x").ended()).entries())
                .extracting(RootEntry::path)
                .containsExactly("/", "/a");
    }

    @Test
    void what_lies_below_a_link_or_in_no_folder_is_refused() {
        refused(
                new TarBytes().header('2', "lib", "/etc", "0").file("lib/shadow", "x"),
                "its folder /lib is no folder but a link");
        refused(new TarBytes().file("no/where", "x"), "no entry for its folder");
        refused(new TarBytes().file("file", "x").file("file/below", "x"), "its folder /file is no folder");
    }

    @Test
    void links_to_nothing_or_to_folders_are_refused() {
        refused(new TarBytes().header('1', "b", "none", "0"), "a hard link to /none");
        refused(new TarBytes().folder("a").header('1', "b", "a", "0"), "a hard link to /a");
    }

    @Test
    void a_symbolic_link_may_point_anywhere_since_it_is_never_followed() {
        RootTree tree =
                read(new TarBytes().header('2', "l", "../../../etc/shadow", "0").ended());

        assertThat(tree.at("/l").orElseThrow().target()).contains("../../../etc/shadow");
    }

    @Test
    void devices_are_entries_and_nothing_else() {
        RootTree tree = read(new TarBytes()
                .header('3', "c", "", "0")
                .header('4', "b", "", "0")
                .header('6', "p", "", "0")
                .ended());

        assertThat(tree.entries())
                .extracting(RootEntry::type)
                .containsExactly(FileType.BLOCK_DEVICE, FileType.CHARACTER_DEVICE, FileType.FIFO);
    }

    @Test
    void the_last_of_two_entries_counts_and_other_names_keep_what_they_had() {
        RootTree tree = read(new TarBytes()
                .file("a", "old")
                .header('1', "b", "a", "0")
                .file("a", "new")
                .ended());

        assertThat(sha256(tree, "/a")).isEqualTo(Bank.SHA256.hash(bytes("new")).hex());
        assertThat(sha256(tree, "/b")).isEqualTo(Bank.SHA256.hash(bytes("old")).hex());
        refused(new TarBytes().folder("d").file("d/f", "x").file("d", "y"), "a folder that is not empty is replaced");
    }

    @Test
    void sizes_that_lie_are_refused() {
        refused(new TarBytes().header('0', "huge", "", "77777777777"), "ends");
        refused(
                new TarBytes().extended("size", bytes("999999999999999999")).header('0', "huge", "", "0"),
                "more than 1099511627776 bytes");
        refused(new TarBytes().extended("size", bytes("-1")).header('0', "less", "", "0"), "negative size");
        refused(new TarBytes().extended("size", bytes("1e3")).header('0', "less", "", "0"), "is no number");
        refused(new TarBytes().header('L', "long", "", "77777777"), "an extended header of");
    }

    @Test
    void archives_that_end_too_early_are_refused() throws IOException {
        byte[] whole = new TarBytes().folder("a").file("a/b", "content").cutOff();

        assertThatThrownBy(() -> read(whole)).hasMessageContaining("without an end mark");
        for (int length : new int[] {513, 1024 + 100, 1536 + 3}) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(BaselinesException.class);
        }
    }

    @Test
    void what_can_not_be_unpacked_everywhere_is_refused() {
        refused(new TarBytes().header('S', "sparse", "", "0"), "without --sparse");
        refused(new TarBytes().extended("GNU.sparse.major", bytes("1")).file("s", "x"), "without --sparse");
        refused(new TarBytes().extended("SCHILY.acl.access", bytes("user::rwx")).file("s", "x"), "without --acls");
        refused(new TarBytes().header('M', "volume", "", "0"), "of the type 'M'");
        refused(new TarBytes().extended("path", bytes("a\0b")).file("s", "x"), "zero byte");
    }

    @Test
    void limits_hold() {
        assertThatThrownBy(() -> read(new TarBytes().file("a", "x".repeat(1001)).ended(), SMALL))
                .hasMessageContaining("more than 1000 bytes");
        assertThatThrownBy(() -> read(new TarBytes().file("n".repeat(61), "x").ended(), SMALL))
                .hasMessageContaining("more than 60 bytes");
        assertThatThrownBy(() -> read(
                        new TarBytes().header('2', "l", "t".repeat(61), "0").ended(), SMALL))
                .hasMessageContaining("more than 60 bytes");
        TarBytes many = new TarBytes();
        TarBytes headers = new TarBytes();
        for (int i = 0; i < 50; i++) {
            many.file("f" + i, "");
            headers.extended("comment", bytes("x"));
        }
        assertThatThrownBy(() -> read(many.ended(), SMALL)).hasMessageContaining("more than 10 files");
        assertThatThrownBy(() -> read(headers.ended(), SMALL)).hasMessageContaining("more than 10 files");
        assertThatThrownBy(() ->
                        read(new TarBytes().file("kept", "x".repeat(101)).ended(), SMALL))
                .hasMessageContaining("more than 100 are not kept");
    }

    @Test
    void names_and_attributes_are_bytes() {
        byte[] name = {'n', (byte) 0xE9, (byte) 0xFF};
        byte[] value = {0, (byte) 0x80, '\n', (byte) 0xC3};

        RootTree tree = read(new TarBytes()
                .extended("path", name)
                .file("x", "1")
                .extended("SCHILY.xattr.security.capability", value)
                .file("y", "2")
                .ended());

        assertThat(FileName.toBytes(tree.entries().iterator().next().path()))
                .isEqualTo(new byte[] {'/', 'n', (byte) 0xE9, (byte) 0xFF});
        assertThat(tree.at("/y").orElseThrow().xattrs())
                .containsEntry("security.capability", Base64.getEncoder().encodeToString(value));
    }

    @Test
    void damage_anywhere_is_one_message_and_never_a_defect() {
        byte[] whole = new TarBytes()
                .folder("a")
                .extended("mtime", bytes("1.5"))
                .file("a/b", "content")
                .header('2', "a/l", "b", "0")
                .header('1', "a/h", "a/b", "0")
                .ended();
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(damaged, SMALL);
            } catch (BaselinesException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            }
        }
    }

    private void refused(TarBytes archive, String message) {
        byte[] bytes = archive.ended();
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining(message);
    }

    private RootTree read(byte[] archive) {
        return read(archive, RootLimits.DEFAULT);
    }

    /** Reads the bytes as an archive, whatever they begin with. */
    private RootTree read(byte[] archive, RootLimits limits) {
        RootQuestion question = new RootQuestion(Set.of(Bank.SHA256), path -> path.equals("/kept"), true);
        Contents contents = new Contents("archive", question, limits, folder);
        TreeCollector collector = new TreeCollector("archive", limits);
        try {
            TarSource.read(new java.io.ByteArrayInputStream(archive), collector, contents);
            return collector.tree(contents.kept());
        } catch (IOException e) {
            throw new BaselinesException("archive: " + e.getMessage(), e);
        }
    }

    @Test
    void a_walk_leaves_nothing_behind_when_it_fails() throws IOException {
        Path file = Files.write(
                folder.resolve("bad.tar"), new TarBytes().file("../x", "y").ended());
        long before = left();

        assertThatThrownBy(() -> Walks.tree(file)).isInstanceOf(BaselinesException.class);

        assertThat(left()).isEqualTo(before);
    }

    private static long left() {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("hallmark-rootfs"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(RootTree tree, String path) {
        return tree.at(path)
                .orElseThrow()
                .digests()
                .in(Bank.SHA256)
                .orElseThrow()
                .hex();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
