package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.FilePath.FileCallable;
import hudson.remoting.RequestAbortedException;
import io.hallmark.baselines.BaselinesException;
import java.io.IOException;

/** Calls around a program on an agent. They are made also by a thread that is to stop: no program and no secret may stay there. */
final class AgentCalls {
    private AgentCalls() {}

    /** A call over the channel. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws IOException, InterruptedException;
    }

    /**
     * Makes a call, and once more when the thread is interrupted meanwhile, which it then stays.
     *
     * @throws BaselinesException when the agent is lost, or says what is wrong
     */
    static <T> T of(FilePath workspace, Call<T> call) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return call.make();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (AbortException e) {
                    throw new BaselinesException(e.getMessage(), e);
                } catch (IOException | RequestAbortedException e) {
                    throw lost(workspace, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has the agent do something with its files, as {@link #of} makes calls. */
    static <T> T act(FilePath workspace, FileCallable<T> call) {
        return of(workspace, () -> workspace.act(new OnAgent<>(call)));
    }

    static BaselinesException lost(FilePath workspace, Throwable cause) {
        return BaselinesException.remote(
                "the agent with the workspace " + workspace.getRemote() + " did not answer ("
                        + AgentLostException.reason(cause)
                        + "): what a program did there is not known, and its private files are deleted by the next run"
                        + " there; run the build again to finish",
                cause);
    }
}
