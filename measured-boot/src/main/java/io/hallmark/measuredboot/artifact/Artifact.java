package io.hallmark.measuredboot.artifact;

/**
 * A file that nodes boot, by what was measured of it.
 *
 * @param name the name that the chain's stages know it by: {@code kernel}
 * @param origin where it comes from, for people: a path in the image repository, a URL
 * @param facts what was read off its content
 */
public record Artifact(String name, String origin, FileFacts facts) {}
