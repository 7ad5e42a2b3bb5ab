package io.jenkins.plugins.hallmark.agent;

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

    /** The agent that a workspace is on. */
    public static Agent of(FilePath workspace) {
        Computer computer = workspace.toComputer();
        if (computer == null || computer.getNode() == null) {
            return new Agent("(unknown)", "(unknown)");
        }
        TreeSet<String> labels = new TreeSet<>(
                Arrays.asList(computer.getNode().getLabelString().strip().split("\\s+")));
        return new Agent(computer.getName(), String.join(" ", labels));
    }

    /** The agent for messages. */
    public String shown() {
        return name.isEmpty() ? "the controller" : "agent '" + name + "'";
    }
}
