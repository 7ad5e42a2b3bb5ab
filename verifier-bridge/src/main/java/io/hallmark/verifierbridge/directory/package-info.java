/** Neutral formats as files of a folder, for those who deliver them further. */
package io.hallmark.verifierbridge.directory;
