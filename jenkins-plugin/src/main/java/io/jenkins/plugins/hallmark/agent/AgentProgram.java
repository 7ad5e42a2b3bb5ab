package io.jenkins.plugins.hallmark.agent;

import hudson.Proc;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.process.RunningProgram;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that a launcher started.
 *
 * @param name of the program
 * @param run marks the program and all that it starts, in their environments
 */
record AgentProgram(AgentMachine machine, String name, String run, CompletableFuture<Integer> exit)
        implements RunningProgram {
    /** What {@code env} says of a program that it can't start, or not find. */
    private static final Set<Integer> NOT_STARTED = Set.of(126, 127);

    /** Jenkins waits for a program without a limit, and ends it when the one who waits is interrupted: another thread does. */
    static AgentProgram of(
            AgentMachine machine, String name, String run, Proc process, OutputStream output, OutputStream errors) {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try (output;
                            errors) {
                        int code = process.join();
                        output.close();
                        errors.close();
                        exit.complete(code);
                    } catch (Exception | Error e) {
                        // Whoever waits is told of anything that ends this thread, or would wait for ever.
                        exit.completeExceptionally(e);
                    }
                },
                "hallmark-program-" + run);
        thread.setDaemon(true);
        thread.start();
        return new AgentProgram(machine, name, run, exit);
    }

    @Override
    public OptionalInt await(Duration time) {
        try {
            int code = exit.get(time.toMillis(), TimeUnit.MILLISECONDS);
            if (NOT_STARTED.contains(code)) {
                throw new BaselinesException("'" + name + "' can't be started on the agent with the workspace "
                        + machine.workspace().getRemote() + ": install it there, and put it on the PATH");
            }
            return OptionalInt.of(code);
        } catch (TimeoutException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw new IllegalStateException("nobody waits for '" + name + "' any more", error);
            }
            throw AgentCalls.lost(machine.workspace(), e.getCause());
        }
    }

    /** Jenkins asks all of them, also those that left the tree of their parents. */
    @Override
    public void terminate() {
        AgentCalls.of(machine.workspace(), () -> {
            machine.launcher().kill(Map.of(KillRun.VARIABLE, run));
            return null;
        });
    }

    @Override
    public void kill() {
        terminate();
        AgentCalls.act(machine.workspace(), new KillRun(run));
    }
}
