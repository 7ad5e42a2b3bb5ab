package io.hallmark.puppetbridge.process;

import java.io.OutputStream;

/** A machine that programs run on: this one, or the agent of a build server. Safe for use by several threads. */
public interface Machine {
    /**
     * Makes an empty folder that nobody but the user of the programs may enter.
     *
     * @throws io.hallmark.baselines.BaselinesException when it can't be made
     */
    PrivateFolder newFolder();

    /**
     * Starts a program, with nothing on its standard input. What it writes is handed over as it comes, from one thread for
     * each of the two streams.
     *
     * @throws io.hallmark.baselines.BaselinesException when there is no such program, or it can't be started
     */
    RunningProgram start(Program program, OutputStream output, OutputStream errors);
}
