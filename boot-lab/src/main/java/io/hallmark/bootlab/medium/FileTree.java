package io.hallmark.bootlab.medium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A folder that is filled with what a medium will hold. */
public record FileTree(Path root) {

    /**
     * Puts a copy of a file there.
     *
     * @param path below the root: {@code EFI/BOOT/BOOTX64.EFI}
     */
    public FileTree copy(String path, Path file) {
        try {
            Files.copy(file, parentOf(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FileTree text(String path, String text) {
        try {
            Files.write(parentOf(path), text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path file(String path) {
        return root.resolve(path);
    }

    private Path parentOf(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file is in a folder"));
        return file;
    }
}
