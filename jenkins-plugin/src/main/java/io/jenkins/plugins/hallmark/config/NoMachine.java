package io.jenkins.plugins.hallmark.config;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.process.RunningProgram;
import java.io.OutputStream;

/** Where no build is, no agent is, and on the controller no program is started. */
final class NoMachine implements Machine {
    /** Why a target that needs a program does not answer here. */
    static final String REASON = "its programs run on an agent: a build asks it, by hallmarkPublish with planOnly";

    @Override
    public PrivateFolder newFolder() {
        throw new BaselinesException(REASON);
    }

    @Override
    public RunningProgram start(Program program, OutputStream output, OutputStream errors) {
        throw new BaselinesException(REASON);
    }
}
