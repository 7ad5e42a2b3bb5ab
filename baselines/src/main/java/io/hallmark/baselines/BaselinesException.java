package io.hallmark.baselines;

/**
 * A document, repository or artifact that can't be used. The one exception of this module; the message is one line and
 * says what is wrong, where (file, line and column) and what to do about it.
 */
public final class BaselinesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean remote;

    public BaselinesException(String message) {
        this(message, null, false);
    }

    public BaselinesException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private BaselinesException(String message, Throwable cause, boolean remote) {
        super(message, cause);
        this.remote = remote;
    }

    /** A failure of another machine or service, for which the input is not to blame; trying again may help. */
    public static BaselinesException remote(String message, Throwable cause) {
        return new BaselinesException(message, cause, true);
    }

    /** Whether another machine or service failed, rather than the input. */
    public boolean remote() {
        return remote;
    }
}
