package io.hallmark.baselines.diff;

import java.util.List;
import java.util.Optional;

/**
 * What became of an artifact.
 *
 * @param name in the image description
 * @param origin path or URL
 * @param version that it has now, where the file tells
 * @param beforeSha256 digest of the content that it had, unless it is new
 * @param words what is different, in words; one line each
 */
public record ArtifactChange(
        String name,
        String origin,
        Kind kind,
        Optional<String> version,
        Optional<String> beforeSha256,
        List<String> words) {
    /** Added, removed, or another content. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    public ArtifactChange {
        words = List.copyOf(words);
    }

    /** Whether the words tell that a PE file's section of that name was added or changed. */
    public boolean tellsSection(String section) {
        return words.stream()
                .anyMatch(line -> line.startsWith("section " + section + " added")
                        || line.startsWith("section " + section + " changed"));
    }

    ArtifactChange with(List<String> more) {
        List<String> all = new java.util.ArrayList<>(words);
        all.addAll(more);
        return new ArtifactChange(name, origin, kind, version, beforeSha256, all);
    }
}
