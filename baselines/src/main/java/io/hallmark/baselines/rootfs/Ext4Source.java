package io.hallmark.baselines.rootfs;

import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An ext2, ext3 or ext4 file system in a file, read by {@code debugfs}, which mounts nothing and needs no rights. It is
 * asked by the numbers of inodes, so that no name has to be quoted: first for folders, level by level, then for what
 * inodes hold, then for contents, whose sizes are known by then and tell where each ends.
 */
final class Ext4Source {
    private static final String ECHO = "debugfs: ";

    private final Path image;
    private final Programs programs;
    private final TreeCollector collector;
    private final Contents contents;
    private final List<Name> names = new ArrayList<>();
    private final Map<Long, Inode> inodes = new HashMap<>();
    private final Map<Long, Digests> digests = new HashMap<>();

    private Ext4Source(Path image, Programs programs, TreeCollector collector, Contents contents) {
        this.image = image;
        this.programs = programs;
        this.collector = collector;
        this.contents = contents;
    }

    /** A name in a folder, as {@code ls -p} tells it. */
    private record Name(String path, long inode, int mode, long uid, long gid) {
        boolean isDirectory() {
            return type().filter(FileType.DIRECTORY::equals).isPresent();
        }

        Optional<FileType> type() {
            return FileType.of(mode);
        }
    }

    /** What {@code stat} tells, and the values of the extended attributes that it names. */
    private record Inode(long size, long mtime, Optional<String> target, SortedMap<String, String> xattrs) {}

    static void read(Path image, Programs programs, TreeCollector collector, Contents contents) throws IOException {
        new Ext4Source(image, programs, collector, contents).read();
    }

    private void read() throws IOException {
        Name root = new Name("/", 2, FileType.DIRECTORY.bits(), 0, 0);
        for (List<Name> level = List.of(root); !level.isEmpty(); ) {
            level = list(level);
        }
        attributes();
        contents();
        for (Name name : names) {
            Inode inode = inodes.get(name.inode());
            collector.put(new RootEntry(
                    name.path(),
                    name.type().orElseThrow(),
                    name.mode() & 07777,
                    name.uid(),
                    name.gid(),
                    OptionalLong.of(inode.size()),
                    inode.mtime(),
                    inode.target(),
                    inode.xattrs(),
                    digests.getOrDefault(name.inode(), Digests.none())));
        }
    }

    /** Reads the folders of a level; those of the next one. */
    private List<Name> list(List<Name> folders) throws IOException {
        List<String> commands =
                folders.stream().map(folder -> "ls -p <" + folder.inode() + ">").toList();
        return ask(commands, output -> {
            List<Name> below = new ArrayList<>();
            for (int i = 0; i < folders.size(); i++) {
                output.expect(ECHO + commands.get(i) + "\n");
                while (output.peek() == '/') {
                    entry(folders.get(i), output).filter(Name::isDirectory).ifPresent(below::add);
                }
                output.expect("\n");
            }
            return below;
        });
    }

    /** One line: {@code /INODE/MODE/UID/GID/NAME/SIZE/}. No name has a slash, so that a line feed in one does no harm. */
    private Optional<Name> entry(Name folder, ToolOutput output) throws IOException {
        output.expect("/");
        long inode = number(output.until('/'), 10);
        int mode = (int) number(output.until('/'), 8);
        long uid = number(output.until('/'), 10) & 0xFFFFFFFFL;
        long gid = number(output.until('/'), 10) & 0xFFFFFFFFL;
        String name = FileName.ofBytes(output.until('/').getBytes(StandardCharsets.ISO_8859_1));
        output.until('/');
        output.expect("\n");
        // An inode of 0 is a place for a name that is not used.
        if (inode == 0
                || name.equals("..")
                || (name.equals(".") && !folder.path().equals("/"))) {
            return Optional.empty();
        }
        String path = name.equals(".") ? "/" : collector.path(folder.path() + "/" + name);
        Name found = new Name(path, inode, mode, uid, gid);
        if (found.type().isEmpty()) {
            throw collector.refused(path, "a file of no known type");
        }
        if (found.isDirectory() && inodes.putIfAbsent(inode, new Inode(0, 0, Optional.empty(), none())) != null) {
            throw collector.refused(path, "a folder that is in two places");
        }
        names.add(found);
        collector.requireRoom(names.size());
        return name.equals(".") ? Optional.empty() : Optional.of(found);
    }

    private void attributes() throws IOException {
        Map<Long, Name> byInode = new TreeMap<>();
        names.forEach(name -> byInode.putIfAbsent(name.inode(), name));
        List<Name> all = List.copyOf(byInode.values());
        List<String> commands =
                all.stream().map(name -> "stat <" + name.inode() + ">").toList();
        Map<Long, List<String>> xattrs = ask(commands, output -> {
            Map<Long, List<String>> named = new TreeMap<>();
            for (int i = 0; i < all.size(); i++) {
                output.expect(ECHO + commands.get(i) + "\n");
                List<String> attributes = stat(all.get(i), output);
                if (!attributes.isEmpty()) {
                    named.put(all.get(i).inode(), attributes);
                }
            }
            return named;
        });
        values(xattrs);
    }

    /** Reads what stat says of one inode; the names of its extended attributes. */
    private List<String> stat(Name name, ToolOutput output) throws IOException {
        long size = -1;
        Optional<Long> mtime = Optional.empty();
        Optional<String> target = Optional.empty();
        List<String> xattrs = new ArrayList<>();
        while (output.peek() >= 0 && !output.next(ECHO)) {
            if (output.next("Fast link dest: \"")) {
                output.expect("Fast link dest: \"");
                target = Optional.of(FileName.ofBytes(output.bytes(linkSize(name, size))));
                output.expect("\"\n");
                continue;
            }
            String line = output.line();
            if (line.startsWith("User:") && size < 0) {
                size = number(line.replaceFirst(".*Size: ", ""), 10);
            } else if (line.startsWith(" mtime: ") && mtime.isEmpty()) {
                mtime = Optional.of(seconds(line.substring(" mtime: ".length())));
            } else if (line.startsWith("  ") && line.contains(" (")) {
                xattrs.add(line.substring(2, line.lastIndexOf(" (", xattrEnd(line))));
            } else if (line.startsWith("Size of inline data:") && name.type().get() == FileType.REGULAR) {
                throw collector.refused(
                        name.path(),
                        "a content that lies in its inode (inline_data), which debugfs reads wrongly; make the file"
                                + " system without that feature");
            }
        }
        if (size < 0 || mtime.isEmpty()) {
            throw new IOException("it tells no size or time of inode " + name.inode());
        }
        inodes.put(name.inode(), new Inode(size, mtime.get(), target, none()));
        xattrs.remove("system.data");
        return xattrs;
    }

    /** Where the value begins in {@code   NAME (LENGTH) = VALUE}. */
    private static int xattrEnd(String line) {
        int equals = line.indexOf(") = ");
        return equals < 0 ? line.length() : equals;
    }

    private int linkSize(Name name, long size) {
        if (size < 0 || size > 4096) {
            throw collector.refused(name.path(), "a link's target of " + size + " bytes");
        }
        return (int) size;
    }

    private void values(Map<Long, List<String>> xattrs) throws IOException {
        List<String> commands = new ArrayList<>();
        xattrs.forEach((inode, attributes) -> attributes.forEach(attribute -> {
            if (!attribute.matches("[A-Za-z0-9._:+-]+")) {
                throw collector.refused(
                        "inode " + inode, "an extended attribute with the name " + Printable.line(attribute));
            }
            commands.add("ea_get -x <" + inode + "> " + attribute);
        }));
        ask(commands, output -> {
            int command = 0;
            for (Map.Entry<Long, List<String>> inode : xattrs.entrySet()) {
                SortedMap<String, String> values = new TreeMap<>();
                for (String attribute : inode.getValue()) {
                    output.expect(ECHO + commands.get(command++) + "\n");
                    values.put(attribute, Xattr.ofDebugfs(attribute, output.line()));
                    output.expect("\n");
                }
                Inode known = inodes.get(inode.getKey());
                inodes.put(inode.getKey(), new Inode(known.size(), known.mtime(), known.target(), values));
            }
            return command;
        });
    }

    private void contents() throws IOException {
        Map<Long, Name> wanted = new TreeMap<>();
        for (Name name : names) {
            boolean file = name.type().get() == FileType.REGULAR && contents.wants(name.path());
            boolean link = name.type().get() == FileType.SYMBOLIC_LINK
                    && inodes.get(name.inode()).target().isEmpty();
            // Of a file with several names the first that anybody wants is read, and stands for the others.
            if (file || link) {
                wanted.putIfAbsent(name.inode(), name);
            }
        }
        List<Name> all = List.copyOf(wanted.values());
        List<String> commands =
                all.stream().map(name -> "cat <" + name.inode() + ">").toList();
        ask(commands, output -> {
            for (int i = 0; i < all.size(); i++) {
                output.expect(ECHO + commands.get(i) + "\n");
                content(all.get(i), output);
            }
            return all.size();
        });
        for (Name name : names) {
            Name read = wanted.get(name.inode());
            if (read != null && !read.path().equals(name.path()) && name.type().get() == FileType.REGULAR) {
                contents.same(read.path(), List.of(name.path()));
            }
        }
    }

    private void content(Name name, ToolOutput output) throws IOException {
        Inode inode = inodes.get(name.inode());
        if (name.type().get() == FileType.REGULAR) {
            digests.put(name.inode(), contents.take(name.path(), output.stream(), inode.size()));
        } else {
            String target = FileName.ofBytes(output.bytes(linkSize(name, inode.size())));
            inodes.put(name.inode(), new Inode(inode.size(), inode.mtime(), Optional.of(target), inode.xattrs()));
        }
    }

    /** Asks debugfs, unless there is nothing to ask. */
    private <T> T ask(List<String> commands, Answer<T> answer) throws IOException {
        String input = String.join("\n", commands) + "\n";
        return programs.run(
                List.of("debugfs", "-f", "-", image.toAbsolutePath().toString()),
                input.getBytes(StandardCharsets.US_ASCII),
                stream -> {
                    ToolOutput output = new ToolOutput(stream);
                    T result = answer.read(output);
                    if (output.peek() >= 0) {
                        throw new IOException("its output goes on where it should end");
                    }
                    return result;
                });
    }

    /** Reads the answers to commands. */
    @FunctionalInterface
    private interface Answer<T> {
        T read(ToolOutput output) throws IOException;
    }

    /** {@code 0xSECONDS:EXTRA -- text}; the two lowest bits of the extra field carry the time beyond 2038. */
    private static long seconds(String time) throws IOException {
        String[] parts = time.strip().split("[: ]", 3);
        long low = number(parts[0].replaceFirst("^0x", ""), 16);
        boolean extra = parts.length > 1 && parts[1].matches("[0-9a-f]{8}");
        return (int) low + (extra ? (number(parts[1], 16) & 3) << 32 : 0);
    }

    private static long number(String digits, int radix) throws IOException {
        try {
            return Long.parseLong(digits.strip(), radix);
        } catch (NumberFormatException e) {
            throw new IOException("it says '" + Printable.line(digits) + "' where a number was expected", e);
        }
    }

    private static SortedMap<String, String> none() {
        return new TreeMap<>();
    }
}
