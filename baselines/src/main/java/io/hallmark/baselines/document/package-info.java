/** The documents that people review and edit, read with line and column errors and written in one canonical form. */
package io.hallmark.baselines.document;
