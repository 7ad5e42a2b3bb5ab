package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a file with a key holds. It is read when it is needed, and never kept, printed or logged.
 *
 * @param name of the file, for messages
 * @param content read anew each time
 */
public record KeyFile(String name, Supplier<byte[]> content) {
    private static final int LARGEST = 1024 * 1024;

    /** A file on this machine. */
    public static KeyFile of(Path file) {
        return new KeyFile(file.toString(), () -> read(file));
    }

    byte[] bytes() {
        return content.get();
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new BaselinesException(file + " has more than " + LARGEST + " bytes: it is no key file");
            }
            return bytes;
        } catch (IOException e) {
            throw new BaselinesException(
                    file + " can't be read: " + e.getClass().getSimpleName() + "; check the path and its permissions",
                    e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
