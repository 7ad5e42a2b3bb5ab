package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;

/** One event log can't be read. That says nothing of the logs of other nodes. */
public final class UnreadableLogException extends AbortException {
    private static final long serialVersionUID = 1L;

    private UnreadableLogException(String message) {
        super(message);
    }

    /**
     * What is wrong with a log.
     *
     * @throws InterruptedException when the failure came of an interrupt
     */
    static UnreadableLogException of(String path, String why) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(why);
        }
        return new UnreadableLogException(path + ": " + why);
    }
}
