package io.hallmark.baselines;

/**
 * A document, repository or artifact that can't be used. The one exception of this module; the message is one line and
 * says what is wrong, where (file, line and column) and what to do about it.
 */
public final class BaselinesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private enum Kind {
        INPUT,
        REMOTE,
        IN_USE
    }

    public BaselinesException(String message) {
        this(message, null, Kind.INPUT);
    }

    public BaselinesException(String message, Throwable cause) {
        this(message, cause, Kind.INPUT);
    }

    private BaselinesException(String message, Throwable cause, Kind kind) {
        super(message, cause);
        this.kind = kind;
    }

    /** A failure of another machine or service, for which the input is not to blame; trying again may help. */
    public static BaselinesException remote(String message, Throwable cause) {
        return new BaselinesException(message, cause, Kind.REMOTE);
    }

    /** Something can't be removed, because others use it; it may be later, and nothing else depends on it. */
    public static BaselinesException inUse(String message) {
        return new BaselinesException(message, null, Kind.IN_USE);
    }

    /** Whether it is only that something is used by others and so can't be removed yet. */
    public boolean inUse() {
        return kind == Kind.IN_USE;
    }

    /** Whether another machine or service failed, rather than the input. */
    public boolean remote() {
        return kind == Kind.REMOTE;
    }
}
