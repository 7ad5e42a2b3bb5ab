/** The policy {@code example} that comes with Keylime: what it can attest, and its reference states. */
package io.hallmark.verifierbridge.keylime.example;
