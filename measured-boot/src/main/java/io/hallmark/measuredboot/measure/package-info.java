/** Measuring files: every file is read once, and all digests that a prediction can need come out of that pass. */
package io.hallmark.measuredboot.measure;
