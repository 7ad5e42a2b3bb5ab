/** What all formats of files have in common: what they are given, and what of a baseline may be enforced. */
package io.hallmark.verifierbridge.format;
