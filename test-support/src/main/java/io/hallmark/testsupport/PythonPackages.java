package io.hallmark.testsupport;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of Python as PyPI has them, each set in a virtual environment in the user's cache that is made once. */
public final class PythonPackages {
    private PythonPackages() {}

    /**
     * The folder with the programs; the calling test is skipped where they can't be had.
     *
     * @param name of the set, with its version: what it has must not change without it
     * @param packages as pip takes them
     */
    public static Path programs(String name, List<String> packages) {
        Tools.require("python3");
        return MadeOnce.folder(name, folder -> {
                    Path venv = folder.home().resolve("venv");
                    folder.run(
                            folder.home(),
                            List.of("python3", "-m", "venv", venv.toString()),
                            "Python's module venv (Debian: python3-venv)");
                    List<String> pip = new ArrayList<>(List.of(
                            venv.resolve("bin/python").toString(),
                            "-m",
                            "pip",
                            "install",
                            "--disable-pip-version-check"));
                    pip.addAll(packages);
                    folder.run(folder.home(), pip, name + " from PyPI");
                })
                .resolve("venv/bin");
    }
}
