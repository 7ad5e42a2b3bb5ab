package io.hallmark.baselines.repository;

/**
 * Hears of each step that changes something on disk or on the remote, so that tests can stop the process right there.
 */
@FunctionalInterface
interface Steps {
    Steps NONE = step -> {};

    void reached(String step);
}
