package io.hallmark.puppetbridge.process;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A private folder on the disk of this machine. */
final class LocalFolder implements PrivateFolder {
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path root;

    private LocalFolder(Path root) {
        this.root = root;
    }

    static LocalFolder at(Path root) {
        return new LocalFolder(root);
    }

    static LocalFolder make(Path temporary) {
        try {
            return at(Files.createTempDirectory(temporary, "hallmark-", FOLDER).toRealPath());
        } catch (IOException e) {
            throw new BaselinesException("no private folder can be made for a run: " + e, e);
        }
    }

    @Override
    public String path() {
        return root.toString();
    }

    @Override
    public void write(String path, byte[] content) {
        Path file = resolve(path);
        try {
            Files.createDirectories(file.getParent(), FOLDER);
            // With its mode from the start: it is never open to others.
            Files.deleteIfExists(file);
            Files.createFile(file, FILE);
            Files.write(file, content, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be written: " + e, e);
        }
    }

    @Override
    public Optional<byte[]> read(String path, int most) {
        Path file = resolve(path);
        try (InputStream in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new BaselinesException(file + " has more than " + most + " bytes");
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be read: " + e, e);
        }
    }

    private Path resolve(String path) {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new IllegalArgumentException(path + " leaves the folder");
        }
        return file;
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(root, new Deletion());
        } catch (IOException e) {
            throw new BaselinesException(
                    root + " can't be deleted, and may have secrets in it; delete it by hand: " + e, e);
        }
    }

    /** What a program that is just ending removes itself, is no failure. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
