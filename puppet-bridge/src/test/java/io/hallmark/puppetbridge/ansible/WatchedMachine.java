package io.hallmark.puppetbridge.ansible;

import io.hallmark.puppetbridge.ScratchRoot;
import io.hallmark.puppetbridge.process.LocalMachine;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.process.RunningProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** This machine, or a scratch root, with Ansible on its PATH; it keeps what runs would have left, and how they were started. */
public final class WatchedMachine implements Machine {
    private final Path temporary;
    private final List<String> entering;
    private final LocalMachine machine;

    /** All files of the folders of runs as they were at their end, by path in the folder. */
    public final Map<String, String> left = new TreeMap<>();

    /** The permissions of those files and of their folders. */
    public final Map<String, String> modes = new TreeMap<>();

    public final List<Program> started = new ArrayList<>();
    public final List<String> folders = new ArrayList<>();

    private WatchedMachine(Path temporary, List<String> entering) {
        this.temporary = temporary;
        this.entering = entering;
        this.machine = new LocalMachine(temporary);
    }

    public static WatchedMachine here(Path temporary) {
        return here(temporary, List.of());
    }

    /** @param entering the beginning of each command */
    public static WatchedMachine here(Path temporary, List<String> entering) {
        return new WatchedMachine(temporary, entering);
    }

    /** @param shared the folder that is seen in it under the same path */
    public static WatchedMachine in(ScratchRoot root, Path shared) {
        return new WatchedMachine(shared, root.entering());
    }

    @Override
    public PrivateFolder newFolder() {
        PrivateFolder folder = machine.newFolder();
        folders.add(folder.path());
        return new Kept(folder);
    }

    @Override
    public RunningProgram start(Program program, OutputStream output, OutputStream errors) {
        started.add(program);
        Set<String> inherited = new HashSet<>(program.inherited());
        inherited.remove("PATH");
        Map<String, String> environment = new TreeMap<>(program.environment());
        environment.put("PATH", InstalledAnsible.programs() + ":" + ScratchRoot.PATH);
        List<String> command = new ArrayList<>(entering);
        command.addAll(List.of("env", "--chdir=" + program.folder()));
        command.addAll(program.command());
        return machine.start(new Program(command, inherited, environment, temporary.toString()), output, errors);
    }

    private final class Kept implements PrivateFolder {
        private final PrivateFolder folder;

        Kept(PrivateFolder folder) {
            this.folder = folder;
        }

        @Override
        public String path() {
            return folder.path();
        }

        @Override
        public void write(String path, byte[] content) {
            folder.write(path, content);
        }

        @Override
        public Optional<byte[]> read(String path, int most) {
            return folder.read(path, most);
        }

        @Override
        public void close() {
            Path root = Path.of(folder.path());
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.toList()) {
                    String name = root.relativize(path).toString();
                    if (Files.isDirectory(path) || Files.isRegularFile(path)) {
                        modes.put(
                                name,
                                java.nio.file.attribute.PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(path)));
                    }
                    if (Files.isRegularFile(path)) {
                        left.put(name, new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder.close();
        }
    }
}
