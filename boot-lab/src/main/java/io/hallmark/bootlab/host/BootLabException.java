package io.hallmark.bootlab.host;

/** The lab could not do what was asked; the message says what, and what to do. */
public final class BootLabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BootLabException(String message) {
        super(message);
    }

    public BootLabException(String message, Throwable cause) {
        super(message, cause);
    }
}
