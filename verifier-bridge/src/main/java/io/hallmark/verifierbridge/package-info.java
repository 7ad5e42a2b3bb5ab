/** Baselines as verifiers understand them: one package for each verifier or format. */
package io.hallmark.verifierbridge;
