package io.hallmark.baselines.rootfs;

import io.hallmark.measuredboot.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

/** A folder with what root file systems have: modes, links, names, times, attributes. */
final class SampleTree {
    private SampleTree() {}

    /** Makes the files below a folder; attributes where the file system has them. */
    static Path in(Path folder) throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        file(root, "usr/bin/tool", "rwxr-xr-x", "#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII));
        file(root, "usr/bin/setuid", "rwxr-x---", new byte[] {1, 2, 3});
        Tool.run(root, new byte[0], "chmod", "4750", "usr/bin/setuid");
        Files.createLink(root.resolve("usr/bin/other-name"), root.resolve("usr/bin/tool"));
        Files.createSymbolicLink(root.resolve("usr/bin/link"), Path.of("tool"));
        Files.createSymbolicLink(root.resolve("usr/bin/far"), Path.of("/opt/" + "far/".repeat(30) + "away"));
        byte[] large = new byte[700_001];
        new Random(1).nextBytes(large);
        file(root, "usr/lib/large.so", "r--r--r--", large);
        file(root, "etc/empty", "rw-------", new byte[0]);
        file(root, "etc/a b/Főtanúsítvány [1]'~.pem", "rw-r--r--", "text".getBytes(StandardCharsets.US_ASCII));
        file(root, "etc/a-b", "rw-r--r--", "sorts after what is in 'a b'".getBytes(StandardCharsets.US_ASCII));
        Files.createDirectories(root.resolve("srv/nothing"));
        Tool.run(root, new byte[0], "mkfifo", "etc/fifo");
        Tool.run(root, new byte[0], "chmod", "1777", "srv/nothing");
        Tool.run(root, new byte[0], "setfattr", "-n", "user.binary", "-v", "0sAP8Kiw==", "usr/bin/tool");
        times(root);
        return root;
    }

    /** All times the same, so that no archive is asked for parts of a second. Java would open the pipe. */
    static void times(Path root) {
        Tool.run(root, new byte[0], "find", ".", "-exec", "touch", "-h", "-d", "@1600000000", "{}", "+");
    }

    private static void file(Path root, String path, String permissions, byte[] content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
