/** Digests in the banks of a TPM, and computing them in one pass. */
package io.hallmark.measuredboot.digest;
