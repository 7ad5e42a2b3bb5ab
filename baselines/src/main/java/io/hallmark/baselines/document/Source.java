package io.hallmark.baselines.document;

/**
 * Where something stands in a document.
 *
 * @param file name or path, for people
 * @param line from 1
 * @param column from 1
 */
public record Source(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
