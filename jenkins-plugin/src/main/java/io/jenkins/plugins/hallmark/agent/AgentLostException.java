package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.FilePath;

/** The agent did not answer. */
public final class AgentLostException extends AbortException {
    private static final long serialVersionUID = 1L;

    AgentLostException(FilePath workspace, Exception cause) {
        super("the agent with the workspace " + workspace.getRemote() + " did not answer (" + reason(cause)
                + "): nothing was changed; run the build again");
        initCause(cause);
    }

    /** What is known of it: a connection that breaks amid a call may have no message. */
    static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
