package io.jenkins.plugins.hallmark.fake;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import hudson.model.TaskListener;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Starts programs on this machine as Jenkins does on an agent: with all variables of the agent, but those that are set to nothing,
 * and with variables filled in to commands and values. It tells the command in the log. It kills by variables, softly.
 */
public final class FakeLauncher extends Launcher {
    private final List<List<String>> started = new ArrayList<>();
    private final List<Map<String, String>> killed = new ArrayList<>();
    private Failure failure = () -> {};

    /** What befalls a start. */
    @FunctionalInterface
    public interface Failure {
        void happen() throws IOException;
    }

    public FakeLauncher(TaskListener log) {
        super(log, null);
    }

    /** The commands, as programs got them. */
    public List<List<String>> started() {
        return started;
    }

    /** What befalls each start from now on. */
    public void failing(Failure how) {
        failure = how;
    }

    /** The variables by which programs were ended. */
    public List<Map<String, String>> killed() {
        return killed;
    }

    @Override
    public Proc launch(ProcStarter starter) throws IOException {
        failure.happen();
        listener.getLogger().println("$ " + String.join(" ", starter.cmds()));
        EnvVars variables = new EnvVars(System.getenv());
        for (String line : starter.envs()) {
            String[] pair = line.split("=", 2);
            if (pair[1].isEmpty()) {
                variables.remove(pair[0]);
            } else {
                variables.put(pair[0], variables.expand(pair[1]));
            }
        }
        List<String> command = starter.cmds().stream().map(variables::expand).toList();
        started.add(command);
        FilePath folder = starter.pwd();
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File(folder.getRemote()));
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Started(
                process,
                pump(process.getInputStream(), starter.stdout()),
                pump(process.getErrorStream(), starter.stderr()));
    }

    private static Thread pump(InputStream from, OutputStream to) {
        Thread thread = new Thread(() -> {
            try {
                from.transferTo(to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void kill(Map<String, String> variables) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        killed.add(variables);
        List<String> marks = variables.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        ProcessHandle.allProcesses()
                .filter(process -> environment(process.pid()).containsAll(marks))
                .forEach(ProcessHandle::destroy);
    }

    /** The environment of a process; nothing of one that has ended. */
    public static List<String> environment(long pid) {
        try {
            return Arrays.asList(Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1)
                    .split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static final class Started extends Proc {
        private final Process process;
        private final Thread output;
        private final Thread errors;

        Started(Process process, Thread output, Thread errors) {
            this.process = process;
            this.output = output;
            this.errors = errors;
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void kill() {
            process.destroy();
        }

        @Override
        public int join() throws InterruptedException {
            int exit = process.waitFor();
            // Whoever a program left running may hold its streams open; Jenkins waits as long.
            output.join(10_000);
            errors.join(10_000);
            return exit;
        }

        @Override
        public InputStream getStdout() {
            return null;
        }

        @Override
        public InputStream getStderr() {
            return null;
        }

        @Override
        public OutputStream getStdin() {
            return null;
        }
    }
}
