package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * A machine that builds run on, as the controller knows it: what the machine says of itself is not asked.
 *
 * @param name empty for the controller
 * @param labels sorted, separated by blanks
 */
public record Agent(String name, String labels) {

    /** One that Jenkins does not know, or no more. It is nobody's word: whichever agent it was may be counted already. */
    public static final Agent UNKNOWN = new Agent("(unknown)", "(unknown)");

    /** The agent that a workspace is on; {@link #UNKNOWN} once it was disconnected or removed. */
    public static Agent of(FilePath workspace) {
        Computer computer = workspace.toComputer();
        if (computer == null || computer.getNode() == null) {
            return UNKNOWN;
        }
        TreeSet<String> labels = new TreeSet<>(
                Arrays.asList(computer.getNode().getLabelString().strip().split("\\s+")));
        return new Agent(computer.getName(), String.join(" ", labels));
    }

    /**
     * The agent, where it is to be counted among others. It is asked for before it does anything: afterwards it may be gone.
     *
     * @throws AbortException when Jenkins does not know it
     */
    public Agent known(FilePath workspace) throws AbortException {
        if (equals(UNKNOWN)) {
            throw new AbortException("Jenkins knows no agent with the workspace " + workspace.getRemote()
                    + ", so it can't be told whether it was counted before: it was disconnected or removed; run the build"
                    + " again");
        }
        return this;
    }

    /** The agent for messages. */
    public String shown() {
        return name.isEmpty() ? "the controller" : "agent '" + name + "'";
    }
}
