package io.hallmark.puppetbridge.render;

import io.hallmark.measuredboot.artifact.Content;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
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
}
