/** Keylime's {@code tpm_policy}: which values of which PCRs a verifier accepts, each PCR by itself. */
package io.hallmark.verifierbridge.keylime.tpmpolicy;
