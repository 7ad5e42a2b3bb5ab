package io.jenkins.plugins.hallmark.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys as files, for as long as they are needed, which only the user that Jenkins runs as may read. */
public final class SecretFiles implements AutoCloseable {
    private final Path parent;
    private final List<Path> files = new ArrayList<>();

    /** @param parent a folder of the controller; made when it is missing */
    public SecretFiles(Path parent) {
        this.parent = parent;
    }

    /** A file with this content. Java makes temporary files readable for their owner alone. */
    synchronized Path write(byte[] content) throws IOException {
        Files.createDirectories(parent);
        Path file = Files.createTempFile(parent, "key-", "");
        files.add(file);
        return Files.write(file, content);
    }

    Path write(String content) throws IOException {
        return write(content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        files.clear();
    }
}
