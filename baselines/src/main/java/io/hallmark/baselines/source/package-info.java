/**
 * Where the bytes of artifacts come from: the image repository's work tree, Git LFS, and downloads that are checked
 * against their digest.
 */
package io.hallmark.baselines.source;
