package io.hallmark.bootlab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A temporary folder that is gone when it is closed, or when the lab ends. */
public final class Workspace implements AutoCloseable {
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path root;

    private Workspace(Path root) {
        this.root = root;
    }

    /** The name is short, since sockets are made in it and their paths have at most 107 bytes. */
    public static Workspace create() {
        AtExit.arm();
        try {
            Path root = Files.createTempDirectory("lab");
            OPEN.add(root);
            return new Workspace(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path root() {
        return root;
    }

    /** A new folder in it. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete(root);
        OPEN.remove(root);
    }

    /** Deletes all that are still open. */
    static void deleteAll() {
        OPEN.forEach(Workspace::delete);
    }

    private static void delete(Path root) {
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(root)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            return;
        }
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // Left to the system's own cleaning of temporary folders; nothing depends on it.
                continue;
            }
        }
    }
}
