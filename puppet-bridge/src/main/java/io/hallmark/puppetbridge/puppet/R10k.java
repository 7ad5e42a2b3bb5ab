package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.puppetbridge.process.LineOutput;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.process.RunningProgram;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Deploys an environment with its modules by r10k, on a machine that has the environments of the servers. */
final class R10k implements Deployment {
    private static final String PROGRAM = "r10k";

    /** What finds programs, the keys of Git, and where temporary files are. */
    private static final Set<String> INHERITED = Set.of(
            "PATH", "HOME", "USER", "LANG", "TMPDIR", "TZ", "SSH_AUTH_SOCK", "http_proxy", "https_proxy", "no_proxy");

    /** It colours what goes wrong, whoever reads it. */
    private static final Pattern COLOURS = Pattern.compile("\\u001b\\[[0-9;]*m");

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 8;
    private static final Duration TO_END = Duration.ofSeconds(15);

    private final Machine machine;
    private final String environment;
    private final Optional<String> config;
    private final Duration within;

    /**
     * @param config of r10k on the machine; where it looks itself when empty
     * @param within how long it may take
     */
    R10k(Machine machine, String environment, Optional<String> config, Duration within) {
        this.machine = machine;
        this.environment = environment;
        this.config = config;
        this.within = within;
    }

    @Override
    public String run() {
        Deque<String> said = new ArrayDeque<>();
        try (PrivateFolder folder = machine.newFolder()) {
            List<String> command = new ArrayList<>(List.of(PROGRAM, "deploy", "environment", environment, "--modules"));
            config.ifPresent(path -> command.addAll(List.of("--config", path)));
            RunningProgram running = machine.start(
                    new Program(command, INHERITED, Map.of(), folder.path()),
                    new LineOutput(LONGEST_LINE, line -> keep(said, line)),
                    new LineOutput(LONGEST_LINE, line -> keep(said, line)));
            OptionalInt exit = end(running);
            if (exit.isEmpty()) {
                throw BaselinesException.remote(
                        "r10k deploy environment " + environment + " did not end within " + within.toSeconds() + " s"
                                + words(said),
                        null);
            }
            if (exit.getAsInt() != 0) {
                throw BaselinesException.remote(
                        "r10k deploy environment " + environment + " ends with " + exit.getAsInt() + words(said), null);
            }
        }
        return "r10k deployed environment " + environment;
    }

    private OptionalInt end(RunningProgram running) {
        OptionalInt exit = running.await(within);
        if (exit.isEmpty()) {
            running.terminate();
            running.await(TO_END);
            running.kill();
        }
        return exit;
    }

    /** The last lines tell what went wrong. */
    private static void keep(Deque<String> said, String line) {
        synchronized (said) {
            if (said.size() == MOST_LINES) {
                said.removeFirst();
            }
            said.addLast(COLOURS.matcher(line).replaceAll("").strip());
        }
    }

    private static String words(Deque<String> said) {
        synchronized (said) {
            return said.isEmpty() ? "" : ": " + Quoted.line(String.join("; ", said));
        }
    }
}
