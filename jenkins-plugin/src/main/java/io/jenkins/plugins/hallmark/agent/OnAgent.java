package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.FilePath.FileCallable;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import jenkins.MasterToSlaveFileCallable;

/**
 * Makes a call whose own failures the caller can tell from a broken connection: what the agent's files or its system refuse
 * comes back as {@link Unusable}, so that any other exception of input and output means that the agent did not answer.
 *
 * @param <T> what comes back
 */
final class OnAgent<T> extends MasterToSlaveFileCallable<T> {
    private static final long serialVersionUID = 1L;

    private final FileCallable<T> call;

    OnAgent(FileCallable<T> call) {
        this.call = call;
    }

    @Override
    public T invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            return call.invoke(workspace, channel);
        } catch (AbortException e) {
            throw e;
        } catch (IOException e) {
            throw Unusable.of(e, workspace);
        }
    }
}
