package io.hallmark.puppetbridge.process;

import java.io.OutputStream;
import java.nio.file.Path;

/** The machine that Hallmark runs on. */
public final class LocalMachine implements Machine {
    private final Path temporary;

    /** With folders where this system keeps temporary files. */
    public LocalMachine() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param temporary where folders are made */
    public LocalMachine(Path temporary) {
        this.temporary = temporary;
    }

    /** A folder that was made here before, maybe by another process. */
    public static PrivateFolder folder(Path path) {
        return LocalFolder.at(path);
    }

    @Override
    public PrivateFolder newFolder() {
        return LocalFolder.make(temporary);
    }

    @Override
    public RunningProgram start(Program program, OutputStream output, OutputStream errors) {
        return LocalPrograms.start(program, output, errors);
    }
}
