package io.hallmark.verifierbridge.keylime;

import io.hallmark.testsupport.PythonPackages;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    private InstalledKeylime() {}

    /** The Python that has Keylime; the calling test is skipped where it can't be had. */
    static Path python() {
        Tools.require("tpm2_eventlog");
        Tools.require("setsid");
        return programs().resolve("python");
    }

    private static Path programs() {
        return PythonPackages.programs("keylime-" + VERSION, PACKAGES);
    }

    /**
     * A folder for PYTHONPATH with an empty module {@code gpg}: Keylime loads it for allowlists with OpenPGP signatures,
     * which no test has, and it can't be installed without a compiler.
     */
    static Path placeholders() {
        Path folder = programs().resolveSibling("placeholders");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("gpg.py"), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
