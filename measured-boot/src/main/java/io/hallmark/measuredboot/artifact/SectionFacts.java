package io.hallmark.measuredboot.artifact;

import io.hallmark.measuredboot.digest.Digests;
import java.util.Optional;

/**
 * A section of a PE file.
 *
 * @param name as the section table has it, at most 8 characters
 * @param virtualSize in bytes; the content is that long, without the padding to the file alignment
 * @param digests of the content, in every bank
 * @param authenticode of the content, when it is itself a PE file ({@code .linux}): the stub starts it with LoadImage
 * @param linuxVersion of the content, when it is a Linux kernel
 * @param content the bytes, of sections up to {@link FileFacts#KEPT_CONTENT}
 */
public record SectionFacts(
        String name,
        long virtualSize,
        Digests digests,
        Optional<Digests> authenticode,
        Optional<String> linuxVersion,
        Optional<Content> content) {}
