package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.FilePath;
import java.io.IOException;

/** The agent did not answer. */
public final class AgentLostException extends AbortException {
    private static final long serialVersionUID = 1L;

    AgentLostException(FilePath workspace, IOException cause) {
        super("the agent with the workspace " + workspace.getRemote() + " did not answer (" + cause.getMessage()
                + "): nothing was changed; run the build again");
        initCause(cause);
    }
}
