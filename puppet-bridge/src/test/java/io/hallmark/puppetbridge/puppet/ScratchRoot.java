package io.hallmark.puppetbridge.puppet;

import io.hallmark.puppetbridge.Programs;
import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.testsupport.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A root file system that is this machine's with a layer in memory over it, in a mount and network namespace of its own: what
 * is installed or written in it is gone with it, and neither the machine nor its kernel's settings are touched.
 */
final class ScratchRoot implements AutoCloseable {
    private static final String SETUP = """
            set -eu
            mount --make-rprivate /
            mount -t tmpfs -o size=2g tmpfs "$1"
            mkdir "$1/upper" "$1/work" "$1/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
            mount -t proc -o ro proc "$1/root/proc"
            mount -t sysfs -o ro sysfs "$1/root/sys"
            mount --rbind /dev "$1/root/dev"
            mkdir -p "$1/root$2"
            mount --bind "$2" "$1/root$2"
            echo ready
            exec cat
            """;

    private final Process holder;
    private final Path root;

    private ScratchRoot(Process holder, Path root) {
        this.holder = holder;
        this.root = root;
    }

    /** @param shared a folder that is seen inside under the same path */
    static ScratchRoot over(Path work, Path shared) throws IOException {
        Tools.require("unshare");
        Tools.require("nsenter");
        Path layers = Files.createDirectory(work.resolve("layers"));
        Process holder = new ProcessBuilder(
                        "unshare", "-m", "-n", "sh", "-c", SETUP, "setup", layers.toString(), shared.toString())
                .redirectErrorStream(true)
                .start();
        String said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (!"ready".equals(said)) {
            holder.destroyForcibly();
        }
        Tools.require("ready".equals(said), "to mount an overlay in a namespace of its own, as root can: " + said);
        return new ScratchRoot(holder, layers.resolve("root"));
    }

    /** Runs a program in it. */
    Answer run(Map<String, String> environment, String... command) {
        List<String> whole = new ArrayList<>(List.of(
                "nsenter",
                "--target",
                String.valueOf(holder.pid()),
                "--mount",
                "--net",
                "chroot",
                root.toString(),
                "env",
                "-i",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root",
                "LC_ALL=C.UTF-8"));
        environment.forEach((name, value) -> whole.add(name + "=" + value));
        whole.addAll(List.of(command));
        return Programs.run(Path.of("/"), whole);
    }

    /** Runs a script of the shell in it, which must succeed. */
    String sh(String script) {
        Answer answer = run(Map.of(), "sh", "-euc", script);
        if (answer.exit() != 0) {
            throw new IllegalStateException("exit " + answer.exit() + ": " + answer.output());
        }
        return answer.output();
    }

    /** Its tree, as it is seen from outside. */
    Path tree() {
        return Path.of("/proc/" + holder.pid() + "/root")
                .resolve(root.toString().substring(1));
    }

    @Override
    public void close() {
        holder.destroyForcibly();
        holder.onExit().join();
    }
}
