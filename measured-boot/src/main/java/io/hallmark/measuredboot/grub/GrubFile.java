package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that GRUB can open.
 *
 * @param artifact the artifact's name; empty when nothing but the file's existence is known
 * @param content its bytes, when they are at hand; needed of scripts and lists only
 * @param size in bytes, when it is known
 */
public record GrubFile(Optional<String> artifact, Optional<Content> content, OptionalLong size) {

    /** A file of which an artifact is known. */
    public static GrubFile of(Artifact artifact) {
        return new GrubFile(
                Optional.of(artifact.name()),
                artifact.facts().content(),
                OptionalLong.of(artifact.facts().size()));
    }

    /** A file that exists, and no more is known of it. */
    public static GrubFile unknown() {
        return new GrubFile(Optional.empty(), Optional.empty(), OptionalLong.empty());
    }
}
