package io.jenkins.plugins.hallmark.agent;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import hudson.remoting.RequestAbortedException;
import hudson.remoting.VirtualChannel;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.process.RunningProgram;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import jenkins.MasterToSlaveFileCallable;

/**
 * The machine that a build runs on, where its launcher starts programs.
 *
 * @param environment of the build
 * @param build its number, which tells what another build left behind
 */
public record AgentMachine(FilePath workspace, Launcher launcher, EnvVars environment, int build) implements Machine {
    @Override
    public PrivateFolder newFolder() {
        if (!launcher.isUnix()) {
            throw new BaselinesException("the agent with the workspace " + workspace.getRemote()
                    + " runs Windows, where Ansible does not: run this step on another one");
        }
        return AgentFolder.make(workspace, build);
    }

    @Override
    public RunningProgram start(Program program, OutputStream output, OutputStream errors) {
        String run = UUID.randomUUID().toString();
        // Java looks for programs where the agent does; this one where the build does.
        List<String> command = Stream.concat(Stream.of("env"), program.command().stream())
                .map(AgentMachine::literal)
                .toList();
        Map<String, String> variables = variables(program);
        variables.put(KillRun.VARIABLE, run);
        Proc process;
        try {
            process = launcher.launch()
                    .cmds(command)
                    .envs(variables)
                    .pwd(new FilePath(workspace.getChannel(), program.folder()))
                    .stdout(output)
                    .stderr(errors)
                    .start();
        } catch (IOException | RequestAbortedException e) {
            throw notStarted(program.command().get(0), run, e);
        }
        return AgentProgram.of(this, program.command().get(0), run, process, output, errors);
    }

    /** Jenkins tells an interrupt as a failure of the channel; by then the program may have been started, and nobody waits for it. */
    private BaselinesException notStarted(String name, String run, Exception cause) {
        if (cause instanceof RequestAbortedException) {
            return AgentCalls.lost(workspace, cause);
        }
        if (!(cause.getCause() instanceof InterruptedException)) {
            // A launcher tells a broken connection and its own failure alike. Only an agent that is there answers
            // another call.
            AgentCalls.act(workspace, new VariableNames());
            return new BaselinesException(
                    "'" + name + "' can't be started on the agent with the workspace " + workspace.getRemote() + ": "
                            + AgentLostException.reason(cause)
                            + "; check that the agent has the program 'env', and that its launcher may start programs",
                    cause);
        }
        Thread.currentThread().interrupt();
        AgentCalls.of(workspace, () -> {
            launcher.kill(Map.of(KillRun.VARIABLE, run));
            return null;
        });
        return new BaselinesException("interrupted while a program was started; run the build again to finish", cause);
    }

    /** A launcher gives a program all that the agent has, without what is set to nothing. */
    private Map<String, String> variables(Program program) {
        Map<String, String> variables = new TreeMap<>();
        AgentCalls.act(workspace, new VariableNames()).forEach(name -> variables.put(name, ""));
        for (String name : program.inherited()) {
            variables.remove(name);
            if (environment.containsKey(name)) {
                variables.put(name, literal(environment.get(name)));
            }
        }
        program.environment().forEach((name, value) -> variables.put(name, literal(value)));
        return variables;
    }

    /** A launcher fills in variables of the agent after a dollar sign, and two of those stand for one. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }

    /** Asks for the names of the agent's variables; their values are nobody's business. */
    private static final class VariableNames extends MasterToSlaveFileCallable<List<String>> {
        private static final long serialVersionUID = 1L;

        @Override
        public List<String> invoke(File workspace, VirtualChannel channel) {
            return new ArrayList<>(System.getenv().keySet());
        }
    }
}
