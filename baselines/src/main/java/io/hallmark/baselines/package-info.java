/** Baselines: their documents, their diff in words, and the repository that they are reviewed in. */
package io.hallmark.baselines;
