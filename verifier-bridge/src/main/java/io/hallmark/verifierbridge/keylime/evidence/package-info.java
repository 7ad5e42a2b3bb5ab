/** What the log of a Keylime verifier says about the boots that its agents have shown. */
package io.hallmark.verifierbridge.keylime.evidence;
