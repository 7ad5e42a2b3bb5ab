package io.hallmark.baselines;

/**
 * A document, repository or artifact that can't be used. The one exception of this module; the message is one line and
 * says what is wrong, where (file, line and column) and what to do about it.
 */
public final class BaselinesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BaselinesException(String message) {
        super(message);
    }

    public BaselinesException(String message, Throwable cause) {
        super(message, cause);
    }
}
