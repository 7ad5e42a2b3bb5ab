package io.hallmark.baselines.approval;

/** A signature or key that can't be read or is of a kind that is not accepted; the message says why. */
final class BadSignature extends Exception {
    private static final long serialVersionUID = 1L;

    BadSignature(String message) {
        super(message);
    }
}
