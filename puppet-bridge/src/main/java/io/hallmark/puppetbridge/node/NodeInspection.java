package io.hallmark.puppetbridge.node;

import io.hallmark.baselines.document.Quoted;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Hasher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes checks on the running system, or in the tree of an image, and changes nothing there. */
public final class NodeInspection {
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_LINKS = 40;

    private final Optional<Path> root;

    private NodeInspection(Optional<Path> root) {
        this.root = root;
    }

    /** The system that Hallmark runs on. */
    public static NodeInspection ofThisNode() {
        return new NodeInspection(Optional.empty());
    }

    /**
     * A tree, such as an unpacked image. Absolute links stay inside of it; its programs are run by {@code chroot}, which
     * needs root. What only a running kernel can say is not judged.
     */
    public static NodeInspection ofTree(Path root) {
        return new NodeInspection(Optional.of(root));
    }

    /** Whether a check passed. */
    public enum Verdict {
        PASSED,
        FAILED,
        /** A tree can't tell what a running kernel would say. */
        NOT_JUDGED
    }

    /**
     * A check and what came of it.
     *
     * @param found in words, short; empty when the check passed
     */
    public record Outcome(NodeCheck check, Verdict verdict, String found) {}

    /** Makes all checks, in order. */
    public List<Outcome> judge(List<NodeCheck> checks) {
        return checks.stream().map(this::judge).toList();
    }

    private Outcome judge(NodeCheck check) {
        if (root.isPresent() && check.moment() == NodeCheck.Moment.RUNNING) {
            return new Outcome(check, Verdict.NOT_JUDGED, "only the running node can say");
        }
        try {
            if (check.expectation() instanceof Expectation.Absent) {
                return isThere(check.probe())
                        ? new Outcome(check, Verdict.FAILED, "it is there")
                        : new Outcome(check, Verdict.PASSED, "");
            }
            Optional<String> found = look(check.probe());
            if (found.isEmpty()) {
                return new Outcome(
                        check,
                        Verdict.FAILED,
                        "there is no answer from " + check.probe().words());
            }
            return check.expectation().accepts(found.get())
                    ? new Outcome(check, Verdict.PASSED, "")
                    : new Outcome(check, Verdict.FAILED, shown(check, found.get()));
        } catch (IOException e) {
            return new Outcome(check, Verdict.FAILED, "it can't be read: " + e);
        }
    }

    /** A line that holds a secret, and files as a whole, are not shown. */
    private static String shown(NodeCheck check, String found) {
        if (check.probe() instanceof Probe.ReadFile && !check.probe().words().startsWith("/proc/sys/")) {
            return "it says something else";
        }
        return "it says " + Quoted.of(found.strip());
    }

    private boolean isThere(Probe probe) throws IOException {
        return Files.exists(located(probe.words().replaceFirst("^link ", ""), false), LinkOption.NOFOLLOW_LINKS);
    }

    private Optional<String> look(Probe probe) throws IOException {
        if (probe instanceof Probe.Run run) {
            return Programs.run(root, run.command())
                    .filter(answer -> run.exits().contains(answer.exit()))
                    .map(Programs.Answer::output);
        }
        try {
            if (probe instanceof Probe.ReadLink link) {
                return Optional.of(
                        Files.readSymbolicLink(located(link.path(), false)).toString());
            }
            if (probe instanceof Probe.Names names) {
                return Optional.of(names(located(names.folder(), true), names));
            }
            if (probe instanceof Probe.Sha256 digest) {
                return Optional.of(sha256(located(digest.path(), true)));
            }
            if (probe instanceof Probe.Permissions permissions) {
                Map<String, Object> values =
                        Files.readAttributes(located(permissions.path(), true), "unix:uid,gid,mode");
                int mode = (Integer) values.get("mode") & 0xFFF;
                return Optional.of(values.get("uid") + ":" + values.get("gid") + " " + Integer.toOctalString(mode));
            }
            return Optional.of(read(located(((Probe.ReadFile) probe).path(), true)));
        } catch (NoSuchFileException | NotLinkException e) {
            return Optional.empty();
        }
    }

    private static String names(Path folder, Probe.Names wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.length()
                                    >= wanted.beginning().length()
                                            + wanted.ending().length()
                            && name.startsWith(wanted.beginning())
                            && name.endsWith(wanted.ending()))
                    .sorted()
                    .map(name -> name + "\n")
                    .collect(Collectors.joining());
        }
    }

    private static String sha256(Path file) throws IOException {
        Hasher hasher = new Hasher(List.of(Bank.SHA256));
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hasher.update(buffer, 0, read);
            }
        }
        return hasher.finish().in(Bank.SHA256).orElseThrow().hex();
    }

    private static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(file + " is longer than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Where a path of the node lies. In a tree links are followed one by one, as the node would, and never leave it. */
    private Path located(String path, boolean followLast) throws IOException {
        if (root.isEmpty()) {
            return Path.of(path);
        }
        return inTree(root.get(), Path.of("/").relativize(Path.of(path)), followLast, 0);
    }

    private static Path inTree(Path root, Path relative, boolean followLast, int links) throws IOException {
        if (links > MOST_LINKS) {
            throw new IOException("too many symbolic links on the way to /" + relative);
        }
        Path reached = Path.of("");
        for (int i = 0; i < relative.getNameCount(); i++) {
            String name = relative.getName(i).toString();
            if (name.equals("..")) {
                reached = reached.getParent() == null ? Path.of("") : reached.getParent();
                continue;
            }
            Path next = reached.resolve(name);
            boolean last = i == relative.getNameCount() - 1;
            if (Files.isSymbolicLink(root.resolve(next)) && (followLast || !last)) {
                Path target = Files.readSymbolicLink(root.resolve(next));
                Path from = target.isAbsolute() ? Path.of("/").relativize(target) : reached.resolve(target);
                Path rest = last ? from : from.resolve(relative.subpath(i + 1, relative.getNameCount()));
                return inTree(root, rest, followLast, links + 1);
            }
            reached = next;
        }
        return root.resolve(reached);
    }
}
