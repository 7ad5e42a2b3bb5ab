/** Baselines as reference states of Hallmark's policy for Keylime, which judges boot logs event by event. */
package io.hallmark.verifierbridge.keylime.refstate;
