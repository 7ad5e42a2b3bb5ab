package io.hallmark.baselines.source;

import java.nio.file.Path;

/**
 * An artifact at hand.
 *
 * @param path of a plain file whose bytes are the artifact
 * @param origin what people know it by, the same on every machine: a path in the image repository, or a URL without
 *     secrets
 */
public record LocalFile(Path path, String origin) {}
