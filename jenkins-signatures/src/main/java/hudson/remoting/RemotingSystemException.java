package hudson.remoting;

/** Signature of Jenkins' {@code RemotingSystemException}. As there, only its own package knows it. */
class RemotingSystemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RemotingSystemException(Throwable cause) {
        super(cause);
    }

    RemotingSystemException(String message, Throwable cause) {
        super(message, cause);
    }
}
