package io.hallmark.baselines.rootfs;

import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tar archive: ustar, with the extensions of GNU and POSIX (pax). Extended attributes are {@code SCHILY.xattr.NAME}, as
 * GNU tar, libarchive and sqfs2tar write them. They are bytes and no text, and so may names be: that is why no library
 * is used, since those at hand decode all of it as UTF-8.
 */
final class TarSource {
    private static final String XATTR = "SCHILY.xattr.";
    private static final int LONGEST_EXTENSION = 1024 * 1024;
    private static final int HEADERS_A_FILE = 4;
    private static final byte[] ZEROS = new byte[TarHeader.BLOCK];

    private final InputStream in;
    private final TreeCollector collector;
    private final Contents contents;
    private final Map<String, byte[]> global = new HashMap<>();
    private final Map<String, byte[]> local = new HashMap<>();

    private TarSource(InputStream in, TreeCollector collector, Contents contents) {
        this.in = in;
        this.collector = collector;
        this.contents = contents;
    }

    /** Reads an archive that is not compressed, up to its end mark. */
    static void read(InputStream archive, TreeCollector collector, Contents contents) throws IOException {
        new TarSource(archive, collector, contents).read();
    }

    private void read() throws IOException {
        int headers = 0;
        for (byte[] block = block(); !Arrays.equals(block, ZEROS); block = block()) {
            // Extended headers could go on without a file.
            collector.requireRoom(++headers / HEADERS_A_FILE);
            TarHeader header = TarHeader.of(block);
            switch (header.type()) {
                case 'x' -> local.putAll(TarHeader.extended(extension(header)));
                case 'g' -> global.putAll(TarHeader.extended(extension(header)));
                case 'L' -> local.put("path", untilZero(extension(header)));
                case 'K' -> local.put("linkpath", untilZero(extension(header)));
                default -> {
                    entry(header);
                    local.clear();
                }
            }
        }
    }

    private void entry(TarHeader header) throws IOException {
        String given = FileName.ofBytes(value("path").orElse(header.name()));
        String path = collector.path(given);
        String link = FileName.ofBytes(value("linkpath").orElse(header.link()));
        refuseUnknown(header, path);
        if (header.type() == '1') {
            // GNU tar takes such an entry for one without a content, whatever size it names.
            RootEntry file = collector.link(path, collector.path(link));
            contents.same(file.path(), List.of(path));
            return;
        }
        long size = number("size", header.size());
        if (size < 0) {
            throw collector.refused(path, "a negative size");
        }
        FileType type = type(header, given);
        Digests digests = Digests.none();
        if (type == FileType.REGULAR) {
            contents.replaced(path);
            digests = contents.take(path, in, size);
        } else {
            in.skipNBytes(size);
        }
        in.skipNBytes((TarHeader.BLOCK - size % TarHeader.BLOCK) % TarHeader.BLOCK);
        collector.put(new RootEntry(
                path,
                type,
                header.mode() & 07777,
                number("uid", header.uid()),
                number("gid", header.gid()),
                TreeCollector.archivedSize(type, type == FileType.SYMBOLIC_LINK ? FileName.toBytes(link).length : size),
                number("mtime", header.mtime()),
                type == FileType.SYMBOLIC_LINK ? Optional.of(link) : Optional.empty(),
                xattrs(),
                digests));
    }

    private FileType type(TarHeader header, String name) {
        return switch (header.type()) {
            case '2' -> FileType.SYMBOLIC_LINK;
            case '3' -> FileType.CHARACTER_DEVICE;
            case '4' -> FileType.BLOCK_DEVICE;
            case '5' -> FileType.DIRECTORY;
            case '6' -> FileType.FIFO;
            // Archives from before POSIX have folders that are told by their names only.
            default -> header.type() == '\0' && name.endsWith("/") ? FileType.DIRECTORY : FileType.REGULAR;
        };
    }

    private void refuseUnknown(TarHeader header, String path) {
        if ("\0001234567".indexOf(header.type()) < 0 && header.type() != '0') {
            throw collector.refused(
                    path,
                    "an entry of the type " + Printable.line("'" + header.type() + "'")
                            + (header.type() == 'S' ? ", a sparse file (write the archive without --sparse)" : ""));
        }
        for (String key : local.keySet()) {
            if (key.startsWith("GNU.sparse.")) {
                throw collector.refused(path, "a sparse file; write the archive without --sparse");
            }
            if (key.startsWith("SCHILY.acl.")) {
                throw collector.refused(
                        path,
                        "an ACL with names of users that depend on where it is read; write the"
                                + " archive with --xattrs --xattrs-include='*' and without --acls");
            }
        }
    }

    private SortedMap<String, String> xattrs() {
        SortedMap<String, String> xattrs = new TreeMap<>();
        local.forEach((key, value) -> {
            if (key.startsWith(XATTR)) {
                // GNU tar has to hide what would end the key.
                String name = key.substring(XATTR.length()).replace("%3D", "=").replace("%25", "%");
                xattrs.put(name, Base64.getEncoder().encodeToString(value));
            } else if (key.equals("RHT.security.selinux")) {
                // The kernel has the zero that ends it among the value, GNU tar has not.
                xattrs.put(
                        "security.selinux", Base64.getEncoder().encodeToString(Arrays.copyOf(value, value.length + 1)));
            }
        });
        return xattrs;
    }

    private Optional<byte[]> value(String key) {
        byte[] value = local.getOrDefault(key, global.get(key));
        return value == null || value.length == 0 ? Optional.empty() : Optional.of(value);
    }

    private long number(String key, long inHeader) throws IOException {
        Optional<byte[]> value = value(key);
        return value.isPresent() ? TarHeader.decimal(key, value.get()) : inHeader;
    }

    private byte[] extension(TarHeader header) throws IOException {
        if (header.size() < 0 || header.size() > LONGEST_EXTENSION) {
            throw new IOException("an extended header of " + header.size() + " bytes");
        }
        byte[] content = new byte[(int) header.size()];
        fill(content);
        in.skipNBytes((TarHeader.BLOCK - header.size() % TarHeader.BLOCK) % TarHeader.BLOCK);
        return content;
    }

    private byte[] block() throws IOException {
        byte[] block = new byte[TarHeader.BLOCK];
        fill(block);
        return block;
    }

    private void fill(byte[] target) throws IOException {
        if (in.readNBytes(target, 0, target.length) < target.length) {
            throw new EOFException("it ends without an end mark");
        }
    }

    private static byte[] untilZero(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return Arrays.copyOf(bytes, end);
    }
}
