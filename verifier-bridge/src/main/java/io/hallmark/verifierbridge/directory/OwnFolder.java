package io.hallmark.verifierbridge.directory;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.OwnFilesDocument;
import io.hallmark.baselines.publish.OwnedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A folder that Hallmark writes into, with a list of the files that are its own: only these it replaces and removes.
 *
 * <p>A name is on the list before the file is there, and until after it is gone, so that whatever a crash leaves is still
 * Hallmark's. No symbolic link below the folder is followed.
 */
final class OwnFolder implements OwnedFiles {
    private static final int LARGEST = 64 * 1024 * 1024;

    private final Path folder;

    OwnFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Set<String> own() {
        return list().paths();
    }

    private OwnFilesDocument list() {
        Path file = folder.resolve(OwnFilesDocument.FILE);
        return bytes(file)
                .map(bytes -> OwnFilesDocument.read(file.toString(), bytes))
                .orElse(OwnFilesDocument.NONE);
    }

    @Override
    public Optional<byte[]> read(String path) {
        return bytes(resolve(path));
    }

    /** Writes a file as a whole or not at all. */
    void write(String path, byte[] content) {
        Path file = resolve(path);
        change(own -> own.with(path));
        try {
            Files.createDirectories(file.getParent());
            resolve(path);
            replace(file, content);
        } catch (IOException e) {
            throw failed(file, "written", e);
        }
    }

    /** Removes a file of its own, and the folders that are empty then. */
    void remove(String path) {
        Path file = resolve(path);
        try {
            Files.deleteIfExists(file);
            for (Path parent = file.getParent(); !parent.equals(folder); parent = parent.getParent()) {
                Files.deleteIfExists(parent);
            }
        } catch (DirectoryNotEmptyException e) {
            // Others are still in it.
        } catch (IOException e) {
            throw failed(file, "removed", e);
        }
        change(own -> own.without(path));
    }

    private void change(UnaryOperator<OwnFilesDocument> change) {
        OwnFilesDocument before = list();
        OwnFilesDocument after = change.apply(before);
        if (before.equals(after)) {
            return;
        }
        Path file = folder.resolve(OwnFilesDocument.FILE);
        try {
            Files.createDirectories(folder);
            replace(file, after.toJson());
        } catch (IOException e) {
            throw failed(file, "written", e);
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".hallmark-new");
        try {
            Files.deleteIfExists(temporary);
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The place of a file; no folder on the way may be a link. */
    private Path resolve(String path) {
        Path here = folder;
        for (String part : OwnFilesDocument.check(path).split("/")) {
            here = here.resolve(part);
            if (Files.isSymbolicLink(here)) {
                throw new BaselinesException(here + " is a symbolic link, which could lead anywhere: remove it");
            }
        }
        return here;
    }

    private static Optional<byte[]> bytes(Path file) {
        OpenOption[] options = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new BaselinesException(file + " is a folder, where a file belongs: move it away");
            }
            try (InputStream in = Files.newInputStream(file, options)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new BaselinesException(file + " has more than " + LARGEST + " bytes: it is not Hallmark's");
                }
                return Optional.of(bytes);
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(file, "read", e);
        }
    }

    private static BaselinesException failed(Path file, String what, IOException e) {
        return BaselinesException.remote(
                file + " can't be " + what + ": " + e.getClass().getSimpleName()
                        + "; check the permissions and free space of the folder",
                e);
    }
}
