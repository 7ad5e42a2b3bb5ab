/** Connections on which both sides show a certificate. */
package io.hallmark.baselines.tls;
