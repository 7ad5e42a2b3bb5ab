package io.hallmark.measuredboot;

/**
 * Input that can't be measured: a broken log, a hostile PE file, a chain that contradicts itself.
 *
 * <p>The one exception of this module. The message is one line and says what is wrong, where (an offset, an event
 * number, a path or a field) and what to do about it.
 */
public final class MeasuredBootException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MeasuredBootException(String message) {
        super(message);
    }

    public MeasuredBootException(String message, Throwable cause) {
        super(message, cause);
    }
}
