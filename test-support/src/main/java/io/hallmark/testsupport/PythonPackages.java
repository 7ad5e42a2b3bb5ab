package io.hallmark.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of Python as PyPI has them, each set in a virtual environment in the user's cache that is made once. */
public final class PythonPackages {
    private static final int MINUTES = 15;

    private PythonPackages() {}

    /**
     * The folder with the programs; the calling test is skipped where they can't be had.
     *
     * @param name of the set, with its version: what it has must not change without it
     * @param packages as pip takes them
     */
    public static Path programs(String name, List<String> packages) {
        Tools.require("python3");
        Path home = cache().resolve(name);
        try {
            Files.createDirectories(home.getParent());
            Path lock = home.resolveSibling(name + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid() || !Files.exists(home.resolve("complete"))) {
                    install(home, name, packages);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home.resolve("venv/bin");
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("hallmark-tests");
    }

    private static void install(Path home, String name, List<String> packages) throws IOException {
        delete(home);
        Files.createDirectories(home);
        Path log = home.resolve("install.log");
        boolean made = Programs.run(
                home,
                log,
                MINUTES,
                List.of("python3", "-m", "venv", home.resolve("venv").toString()));
        Tools.require(made, "Python's module venv (Debian: python3-venv); see " + log);
        List<String> pip = new ArrayList<>(List.of(
                home.resolve("venv/bin/python").toString(), "-m", "pip", "install", "--disable-pip-version-check"));
        pip.addAll(packages);
        Tools.require(Programs.run(home, log, MINUTES, pip), name + " from PyPI; see " + log);
        Files.writeString(home.resolve("complete"), name);
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
