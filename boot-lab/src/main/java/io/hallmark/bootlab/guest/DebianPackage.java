package io.hallmark.bootlab.guest;

import io.hallmark.bootlab.host.BootLabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * A package, unpacked.
 *
 * @param root the folder that stands for {@code /}
 */
public record DebianPackage(String name, String version, Path root) {

    /** @throws BootLabException when the package has no such file */
    public Path file(String path) {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            throw new BootLabException("package " + name + " " + version + " has no file /" + path);
        }
        return file;
    }

    /** The only file whose path below the root matches. */
    Path only(String glob) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> found =
                    tree.filter(path -> matcher.matches(root.relativize(path))).toList();
            if (found.size() != 1) {
                throw new BootLabException(
                        "package " + name + " " + version + " has " + found.size() + " files '" + glob + "', not one");
            }
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
