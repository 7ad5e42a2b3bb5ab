package io.hallmark.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder in the user's cache with programs that take long to get, made once and whole for all tests. */
final class MadeOnce {
    private static final int MINUTES = 15;

    private final Path home;
    private final Path log;

    private MadeOnce(Path home) {
        this.home = home;
        this.log = home.resolve("install.log");
    }

    /** What fills the folder; it skips the calling test, with a reason, where that can't be done. */
    interface Making {
        void fill(MadeOnce folder) throws IOException;
    }

    /** @param name of the folder, with a version: what it has must not change without it */
    static Path folder(String name, Making making) {
        Path home = cache().resolve(name);
        try {
            Files.createDirectories(home.getParent());
            Path lock = home.resolveSibling(name + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid() || !Files.exists(home.resolve("complete"))) {
                    delete(home);
                    Files.createDirectories(home);
                    making.fill(new MadeOnce(home));
                    Files.writeString(home.resolve("complete"), name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home;
    }

    Path home() {
        return home;
    }

    /** Runs a program in a folder; where it fails the calling test is skipped, since it needs {@code what}. */
    void run(Path where, List<String> command, String what) throws IOException {
        Tools.require(Programs.run(where, log, MINUTES, command), what + "; see " + log);
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("hallmark-tests");
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
