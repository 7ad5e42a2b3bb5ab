/**
 * GRUB's configuration language as GRUB runs it, to know what GRUB measures: commands and command lines into PCR 8, the
 * files that it opens into PCR 9.
 *
 * <p>{@link io.hallmark.measuredboot.grub.GrubInterpreter} runs a configuration in a {@link
 * io.hallmark.measuredboot.grub.GrubEnvironment}. What can't be known is said with {@link
 * io.hallmark.measuredboot.grub.GrubMeasurement.Unknown}, never guessed. The rules are those of GRUB 2.06 and 2.12;
 * each class names the source file of GRUB that its rules come from.
 */
package io.hallmark.measuredboot.grub;
