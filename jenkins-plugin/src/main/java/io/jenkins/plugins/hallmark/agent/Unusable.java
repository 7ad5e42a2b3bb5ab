package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;

/** Carries what is wrong with the input to the controller, as a message for people. */
final class Unusable extends AbortException {
    private static final long serialVersionUID = 1L;

    private Unusable(String message) {
        super(message);
    }

    /**
     * Without the cause: its classes may be of libraries that the other side does not let through.
     *
     * @throws InterruptedException when the failure came of an interrupt
     */
    static Unusable of(RuntimeException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(failure.getMessage());
        }
        return new Unusable(failure.getMessage());
    }
}
