package io.hallmark.measuredboot.grub;

/** A line that GRUB's parser rejects; GRUB reports it and goes on with the line after. */
final class ScriptSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient int resume;

    /** @param resume the offset at which GRUB goes on reading */
    ScriptSyntaxException(String message, int resume) {
        super(message);
        this.resume = resume;
    }

    int resume() {
        return resume;
    }
}
