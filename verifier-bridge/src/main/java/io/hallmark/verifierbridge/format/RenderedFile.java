package io.hallmark.verifierbridge.format;

import io.hallmark.baselines.document.BaselineDocument;
import java.util.List;
import java.util.Optional;

/**
 * One file of a format.
 *
 * @param path below the format's own folder, with slashes
 * @param content the bytes; empty when the format can't say what the baseline says, and the words tell why
 * @param words for people, one line each: what the file leaves out
 */
public record RenderedFile(String path, Optional<byte[]> content, List<String> words) {
    public RenderedFile {
        words = List.copyOf(words);
    }

    public static RenderedFile of(String path, byte[] content, List<String> words) {
        return new RenderedFile(path, Optional.of(content), words);
    }

    /** A file that can't be made. */
    public static RenderedFile refused(String path, String why) {
        return new RenderedFile(path, Optional.empty(), List.of(why));
    }

    /** {@code compute/pxe/dell-r650}: what tells a baseline from others, as a path. */
    public static String pathOf(BaselineDocument baseline) {
        return baseline.image() + "/" + baseline.chain() + "/" + baseline.hardware();
    }
}
