package hudson.remoting;

/** Signature of Jenkins' {@code RequestAbortedException}: the channel broke while an answer was waited for. */
public class RequestAbortedException extends RemotingSystemException {
    private static final long serialVersionUID = 238929914783987425L;

    public RequestAbortedException(Throwable cause) {
        super(cause);
    }
}
