package io.hallmark.baselines.delivery;

/** Whose machine a publication runs on. */
public enum Host {
    /** The user's own, who may name folders on it and has keys there. */
    OF_USER,
    /**
     * One that serves many, as a build server's controller: whoever may write settings must reach neither its files nor the
     * keys of the user that it runs as.
     */
    SHARED
}
