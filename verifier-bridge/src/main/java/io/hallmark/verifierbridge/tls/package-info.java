/** Connections to verifiers on which both sides show a certificate. */
package io.hallmark.verifierbridge.tls;
