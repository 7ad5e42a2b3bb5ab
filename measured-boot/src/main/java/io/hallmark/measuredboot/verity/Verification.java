package io.hallmark.measuredboot.verity;

import java.util.Optional;

/**
 * The result of a check.
 *
 * @param layout of the tree; empty when the superblock can't be read
 * @param damage what the first bad block is; empty when all is as it was
 */
public record Verification(Optional<TreeLayout> layout, Optional<Damage> damage) {}
