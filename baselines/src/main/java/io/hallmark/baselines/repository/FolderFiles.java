package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.ConfinedPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a baselines repository as they lie in a folder, committed or not: for checks in a work tree, and where
 * there is no Git. The limits are those of {@link Snapshot}.
 */
public final class FolderFiles implements RepositoryFiles {
    private final Path root;

    private FolderFiles(Path root) {
        this.root = root;
    }

    /** @throws BaselinesException when there is no such folder */
    public static FolderFiles open(Path folder) {
        try {
            Path real = folder.toRealPath();
            if (Files.isDirectory(real)) {
                return new FolderFiles(real);
            }
        } catch (IOException e) {
            throw new BaselinesException(folder + ": no such folder: give the path of the baselines repository", e);
        }
        throw new BaselinesException(folder + " is no folder: give the path of the baselines repository");
    }

    @Override
    public String describe() {
        return root.toString();
    }

    @Override
    public Optional<byte[]> read(String path) {
        Path asked = root.resolve(Paths.check(path));
        if (!Files.exists(asked, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (Files.isSymbolicLink(asked)) {
            throw new BaselinesException(path + " in " + root + " is a symbolic link: replace it by a plain file");
        }
        try {
            Path file = new ConfinedPath(root).resolve(path);
            if (Files.size(file) > MAX_FILE) {
                throw new BaselinesException(path + " in " + root + " has " + Files.size(file)
                        + " bytes: a file of a baselines repository may have up to " + MAX_FILE);
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BaselinesException(path + " in " + root + " can't be read: " + e + "; check its permissions", e);
        }
    }

    @Override
    public List<String> list(String folder) {
        Path start = folder.isEmpty() ? root : root.resolve(Paths.check(folder));
        List<String> paths = new ArrayList<>();
        try {
            if (!Files.isDirectory(start) || !start.toRealPath().equals(start)) {
                return List.of();
            }
            Files.walkFileTree(start, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean gits = directory.getFileName() != null
                            && directory.getFileName().toString().equals(".git");
                    return gits ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        paths.add(root.relativize(file).toString().replace('\\', '/'));
                    }
                    return paths.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new BaselinesException(
                    "'" + folder + "' in " + root + " can't be read: " + e + "; check its permissions", e);
        }
        if (paths.size() > MAX_FILES) {
            throw new BaselinesException("'" + folder + "' in " + root + " holds more than " + MAX_FILES
                    + " files: this is no baselines repository");
        }
        paths.sort(null);
        return List.copyOf(paths);
    }
}
