package io.hallmark.measuredboot.initramfs;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Archives in the newc (070701) and crc (070702) formats (Linux, {@code init/initramfs.c} and
 * {@code Documentation/driver-api/early-userspace/buffer-format.rst}).
 */
final class Cpio {
    private static final int HEADER = 110;
    private static final int INODE = 0;
    private static final int MODE = 1;
    private static final int UID = 2;
    private static final int GID = 3;
    private static final int LINKS = 4;
    private static final int TIME = 5;
    private static final int SIZE = 6;
    private static final int MAJOR = 7;
    private static final int MINOR = 8;
    private static final int NAME_SIZE = 11;
    private static final int CHECKSUM = 12;
    private static final String TRAILER = "TRAILER!!!";
    private static final byte[] NOTHING = {};

    private final Unpacked in;
    private final ContentTaker contents;
    private final Consumer<Entry> entries;

    Cpio(Unpacked in, ContentTaker contents, Consumer<Entry> entries) {
        this.in = in;
        this.contents = contents;
        this.entries = entries;
    }

    /** Reads archives with zeros between and after them, up to the end of a compressed segment. */
    void archives() throws IOException {
        for (in.zeros(); !in.atEnd(); in.zeros()) {
            if (in.offset() % 4 != 0) {
                throw in.bad("an archive begins at an offset that is no multiple of 4", in.offset());
            }
            if (!archive()) {
                throw in.bad("the archive ends without a trailer", in.offset());
            }
        }
    }

    /**
     * Reads one archive, up to the end of its trailer.
     *
     * @return false when the data end after an entry, without a trailer: Linux minds that in compressed data only
     */
    boolean archive() throws IOException {
        // Links are between the entries of one archive: Linux forgets inodes at the trailer.
        Map<String, String> firstPaths = new HashMap<>();
        while (!in.atEnd()) {
            if (!entry(firstPaths)) {
                return true;
            }
        }
        return false;
    }

    private boolean entry(Map<String, String> firstPaths) throws IOException {
        long at = in.offset();
        byte[] header = in.bytes(HEADER);
        String magic = new String(header, 0, 6, StandardCharsets.ISO_8859_1);
        boolean summed = magic.equals("070702");
        if (!summed && !magic.equals("070701")) {
            throw in.bad("no cpio header of the newc format", at);
        }
        in.budget().entry(in, at);
        long nameSize = field(header, NAME_SIZE, at);
        long size = field(header, SIZE, at);
        int mode = (int) field(header, MODE, at);
        if (nameSize == 0) {
            throw in.bad("an entry without a name", at);
        }
        in.budget().name(nameSize - 1, "a name", in, at);
        byte[] name = in.bytes((int) nameSize);
        if (name[name.length - 1] != 0) {
            throw in.bad("a name that does not end with a zero byte", at);
        }
        in.padding(4);
        EntryName path = EntryName.path(name, name.length - 1);
        if (path.text().equals(TRAILER)) {
            in.body(size, new Unpacked.Sum(false), OutputStream.nullOutputStream());
            in.padding(4);
            return false;
        }
        byte[] target = NOTHING;
        Digest sha256;
        // Linux compares the sums of files only; GNU cpio writes none for links.
        Unpacked.Sum sum = new Unpacked.Sum(summed && Entry.isFile(mode));
        if (Entry.isSymbolicLink(mode)) {
            in.budget().name(size, "a link's target", in, at);
            target = in.bytes((int) size);
            sha256 = Bank.SHA256.hash(target);
        } else {
            try (OutputStream taker =
                    Entry.isFile(mode) ? contents.open(path.text(), size) : OutputStream.nullOutputStream()) {
                sha256 = in.body(size, sum, taker);
            }
        }
        if (sum.differs(field(header, CHECKSUM, at))) {
            throw in.bad("the content of " + path.text() + " has another checksum than its header says", at);
        }
        in.padding(4);
        entries.accept(new Entry(
                in.segment(),
                path.text(),
                path.hostile(),
                mode,
                field(header, UID, at),
                field(header, GID, at),
                field(header, TIME, at),
                size,
                sha256,
                Entry.isSymbolicLink(mode) ? Optional.of(EntryName.text(target, target.length)) : Optional.empty(),
                linkTo(header, at, path.text(), mode, firstPaths)));
        return true;
    }

    private Optional<String> linkTo(byte[] header, long at, String path, int mode, Map<String, String> firstPaths) {
        if (field(header, LINKS, at) < 2 || Entry.isDirectory(mode)) {
            return Optional.empty();
        }
        String inode =
                field(header, INODE, at) + " " + field(header, MAJOR, at) + " " + field(header, MINOR, at) + " " + mode;
        return Optional.ofNullable(firstPaths.putIfAbsent(inode, path));
    }

    /** A field of eight hex digits; the magic before the first has six. */
    private long field(byte[] header, int index, long at) {
        long value = 0;
        for (int i = 6 + 8 * index; i < 14 + 8 * index; i++) {
            int digit = header[i] < 0 ? -1 : Character.digit(header[i], 16);
            if (digit < 0) {
                throw in.bad("a cpio header with a field that is no hex number", at + i);
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
