/** Keylime's REST interface, as far as publishing needs it. */
package io.hallmark.verifierbridge.keylime.client;
