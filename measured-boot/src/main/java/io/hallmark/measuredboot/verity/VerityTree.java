package io.hallmark.measuredboot.verity;

import io.hallmark.measuredboot.digest.Digest;

/** A hash tree that was made: its root hash and how it is laid out, which is what a kernel must be told. */
public record VerityTree(Digest rootHash, TreeLayout layout) {}
