package io.hallmark.baselines.rootfs;

import io.hallmark.measuredboot.io.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Extended attributes of all files of a folder, from {@code getfattr}: Java shows those of users only. */
final class FolderXattrs {
    private static final String FILE = "# file: ";

    private FolderXattrs() {}

    /** Adds them to the files of a walk. */
    static void read(Path folder, Programs programs, TreeCollector collector) throws IOException {
        Path root = folder.toRealPath();
        List<String> command = List.of(
                "getfattr", "-R", "-P", "-h", "-d", "-m", "-", "-e", "base64", "--absolute-names", root.toString());
        programs.run(command, new byte[0], stream -> {
            ToolOutput output = new ToolOutput(stream);
            while (output.peek() >= 0) {
                output.expect(FILE);
                file(NativeName.of(root), output, collector);
            }
            return null;
        });
    }

    private static void file(String root, ToolOutput output, TreeCollector collector) throws IOException {
        String name = unescaped(output.line());
        String path =
                name.equals(root) ? "/" : name.substring(Math.min(name.length(), root.equals("/") ? 0 : root.length()));
        if (!name.startsWith(root) || collector.entries().get(path) == null) {
            throw new IOException("it names " + Printable.line(name) + ", which was not there before");
        }
        SortedMap<String, String> xattrs = new TreeMap<>();
        while (output.peek() != '\n') {
            String line = output.line();
            int value = line.indexOf("=0s");
            if (value < 0) {
                throw new IOException("it writes " + Printable.line(line) + " instead of an attribute and its value");
            }
            xattrs.put(unescaped(line.substring(0, value)), line.substring(value + 3));
        }
        output.expect("\n");
        collector.complete(path, xattrs);
    }

    /** A name as getfattr writes it: bytes, some as a backslash and three octal digits. */
    private static String unescaped(String escaped) throws IOException {
        byte[] in = escaped.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '\\') {
                out.write(in[i]);
                continue;
            }
            String digits = escaped.substring(Math.min(i + 1, escaped.length()), Math.min(i + 4, escaped.length()));
            if (!digits.matches("[0-3][0-7]{2}")) {
                throw new IOException("it writes a name with a backslash: " + Printable.line(escaped));
            }
            out.write(Integer.parseInt(digits, 8));
            i += 3;
        }
        return FileName.ofBytes(out.toByteArray());
    }
}
