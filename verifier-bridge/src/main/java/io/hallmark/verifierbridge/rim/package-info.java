/** Reference Integrity Manifests of the TCG PC Client profile: a signed SWID tag, and the expected event log. */
package io.hallmark.verifierbridge.rim;
