package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import java.io.File;
import java.io.IOException;

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

    /**
     * What the system of the agent refused. Its exceptions often say nothing but the path.
     *
     * @throws InterruptedException when the failure came of an interrupt
     */
    static Unusable of(IOException failure, File workspace) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(failure.getMessage());
        }
        return new Unusable("a file can't be used on the machine with the workspace " + workspace + ": "
                + failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : " " + failure.getMessage())
                + "; check that the workspace is there and that the build may read and write it");
    }
}
