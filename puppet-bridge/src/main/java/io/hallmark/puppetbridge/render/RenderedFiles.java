package io.hallmark.puppetbridge.render;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.artifact.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files that a rendering made.
 *
 * @param files by path, with slashes, relative
 */
public record RenderedFiles(SortedMap<String, Content> files) {
    public RenderedFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Texts as UTF-8. */
    public static RenderedFiles ofTexts(Map<String, String> texts) {
        SortedMap<String, Content> files = new TreeMap<>();
        texts.forEach((path, text) -> files.put(path, new Content(text.getBytes(StandardCharsets.UTF_8))));
        return new RenderedFiles(files);
    }

    /** The same with something before each path: {@code modules/}. */
    public RenderedFiles below(String folder) {
        SortedMap<String, Content> below = new TreeMap<>();
        files.forEach((path, content) -> below.put(folder + path, content));
        return new RenderedFiles(below);
    }

    /**
     * Writes the files that are not there with these bytes, each of them whole or not at all.
     *
     * @param folder is made where it is missing; other files in it are left alone
     * @return the paths that were written
     * @throws BaselinesException when one can't be written
     */
    public List<Path> writeTo(Path folder) {
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, Content> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            try {
                if (write(path, file.getValue().bytes())) {
                    written.add(path);
                }
            } catch (IOException e) {
                throw new BaselinesException(path + " can't be written: " + e, e);
            }
        }
        return written;
    }

    private static boolean write(Path path, byte[] bytes) throws IOException {
        if (Files.isRegularFile(path) && Arrays.equals(Files.readAllBytes(path), bytes)) {
            return false;
        }
        Files.createDirectories(path.getParent());
        Path whole = Files.createTempFile(path.getParent(), ".hallmark-", ".tmp");
        try {
            Files.write(whole, bytes);
            Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
        return true;
    }
}
