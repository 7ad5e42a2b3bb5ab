package io.hallmark.measuredboot.grub;

import java.util.Optional;

/**
 * A file that a run has found. Its size and content are asked for when GRUB looks at them: most files it only measures, and a
 * run does not follow from what of them it never saw.
 *
 * @param artifact the artifact's name; empty when nothing but the file's existence is known
 */
record FoundFile(FileName name, Optional<String> artifact) {}
