package hudson;

import java.io.IOException;

/** Signature of Jenkins' {@code AbortException}, whose message is shown without a stack trace. */
public class AbortException extends IOException {
    public AbortException() {}

    public AbortException(String message) {
        super(message);
    }
}
