package io.hallmark.verifierbridge.keylime;

import io.hallmark.testsupport.Tools;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Keylime as PyPI has it, in a virtual environment in the user's cache that is made once. */
final class InstalledKeylime {
    private static final String VERSION = "7.14.3";

    /** Keylime's package names none of what it needs. */
    private static final List<String> PACKAGES = List.of(
            "keylime==" + VERSION,
            "cryptography>=42,<51",
            "tornado>=6.4,<7",
            "pyzmq>=25,<28",
            "psutil>=5.9,<8",
            "requests>=2.31,<3",
            "sqlalchemy>=2,<2.2",
            "alembic>=1.13,<2",
            "pyasn1>=0.5,<1",
            "pyasn1-modules>=0.3,<1",
            "jsonschema>=4.20,<5",
            "lark>=1.1,<2",
            "jinja2>=3.1,<4",
            "pyyaml>=6,<7",
            "typing-extensions>=4.8,<5",
            "packaging>=23");

    private static final int MINUTES = 10;

    private InstalledKeylime() {}

    /** The Python that has Keylime; the calling test is skipped where it can't be had. */
    static Path python() {
        Tools.require("python3");
        Tools.require("tpm2_eventlog");
        Tools.require("setsid");
        Path home = cache().resolve("keylime-" + VERSION);
        try {
            Files.createDirectories(home.getParent());
            Path lock = home.resolveSibling(home.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid() || !Files.exists(home.resolve("complete"))) {
                    install(home);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home.resolve("venv/bin/python");
    }

    /**
     * A folder for PYTHONPATH with an empty module {@code gpg}: Keylime loads it for allowlists with OpenPGP signatures,
     * which no test has, and it can't be installed without a compiler.
     */
    static Path placeholders() {
        return cache().resolve("keylime-" + VERSION).resolve("placeholders");
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("hallmark-tests");
    }

    private static void install(Path home) throws IOException {
        delete(home);
        Files.createDirectories(home.resolve("placeholders"));
        Files.writeString(home.resolve("placeholders/gpg.py"), "");
        Path log = home.resolve("install.log");
        boolean made = run(log, "python3", "-m", "venv", home.resolve("venv").toString());
        Tools.require(made, "Python's module venv (Debian: python3-venv); see " + log);
        List<String> pip = new ArrayList<>(List.of(
                home.resolve("venv/bin/python").toString(), "-m", "pip", "install", "--disable-pip-version-check"));
        pip.addAll(PACKAGES);
        Tools.require(run(log, pip.toArray(String[]::new)), "Keylime " + VERSION + " from PyPI; see " + log);
        Files.writeString(home.resolve("complete"), VERSION);
    }

    private static boolean run(Path log, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        try {
            if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
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
