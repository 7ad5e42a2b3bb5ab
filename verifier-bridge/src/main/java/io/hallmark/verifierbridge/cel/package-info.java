/** The expected event log in the TCG Canonical Event Log Format, as JSON. */
package io.hallmark.verifierbridge.cel;
