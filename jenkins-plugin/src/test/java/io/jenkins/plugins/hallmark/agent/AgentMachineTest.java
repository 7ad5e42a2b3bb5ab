package io.jenkins.plugins.hallmark.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.EnvVars;
import hudson.Proc;
import hudson.remoting.RequestAbortedException;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.process.LineOutput;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.process.RunningProgram;
import io.hallmark.testsupport.Tools;
import io.jenkins.plugins.hallmark.fake.FakeAgent;
import io.jenkins.plugins.hallmark.fake.FakeLauncher;
import io.jenkins.plugins.hallmark.fake.FakeLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs on an agent, with real ones. The limits of time are for what hangs. */
@Timeout(300)
class AgentMachineTest {
    private static final Duration PLENTY = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private final FakeAgent agent = new FakeAgent();
    private final FakeLog log = new FakeLog();
    private final FakeLauncher launcher = new FakeLauncher(log);
    private final EnvVars environment = new EnvVars();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();

    @BeforeEach
    void posix() {
        Tools.require("setsid");
    }

    private AgentMachine machine(int build) throws IOException {
        return new AgentMachine(
                agent.workspace(Files.createDirectories(folder.resolve("job"))), launcher, environment, build);
    }

    private RunningProgram start(AgentMachine machine, Program program) {
        return machine.start(
                program,
                new LineOutput(1000, line -> {
                    lines.add(line);
                    begun.add(line);
                }),
                new LineOutput(1000, line -> lines.add("error: " + line)));
    }

    private Program program(Set<String> inherited, Map<String, String> variables, String... command) {
        return new Program(List.of(command), inherited, variables, folder.toString());
    }

    @Test
    void a_program_gets_the_variables_that_it_needs_and_none_else_of_the_agent() throws IOException {
        assertThat(System.getenv().size()).isGreaterThan(2);
        environment.put("PATH", "/of/the/build:" + System.getenv("PATH"));
        environment.put("BUILD_SECRET", "of the build");
        RunningProgram running = start(machine(1), program(Set.of("PATH", "TZ"), Map.of("HOME", "/a $PATH"), "env"));
        assertThat(running.await(PLENTY)).isEqualTo(OptionalInt.of(0));
        List<String> names = lines.stream()
                .map(line -> line.substring(0, line.indexOf('=')))
                .filter(name -> !name.equals("TZ"))
                .toList();
        assertThat(names).containsExactlyInAnyOrder("PATH", "HOME", KillRun.VARIABLE);
        assertThat(lines).contains("HOME=/a $PATH").anyMatch(line -> line.startsWith("PATH=/of/the/build:"));
    }

    @Test
    void a_program_is_found_on_the_path_of_the_build() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Files.writeString(tools.resolve("tool"), "#!/bin/sh\necho the tool of the build\n");
        assertThat(tools.resolve("tool").toFile().setExecutable(true)).isTrue();
        environment.put("PATH", tools + ":" + System.getenv("PATH"));
        assertThat(start(machine(1), program(Set.of("PATH"), Map.of(), "tool")).await(PLENTY))
                .isEqualTo(OptionalInt.of(0));
        assertThat(lines).containsExactly("the tool of the build");
    }

    @Test
    void arguments_arrive_as_they_are_and_both_streams_to_their_last_line() throws IOException {
        RunningProgram running = start(
                machine(1),
                program(
                        Set.of("PATH"),
                        Map.of(),
                        "sh",
                        "-c",
                        "printf '%s' \"$1\"; printf no >&2; exit 7",
                        "sh",
                        "$PATH ${HOME} $$ *"));
        assertThat(running.await(PLENTY)).isEqualTo(OptionalInt.of(7));
        assertThat(lines).containsExactlyInAnyOrder("$PATH ${HOME} $$ *", "error: no");
    }

    @Test
    void a_program_that_is_not_there_is_told_with_what_to_do() throws IOException {
        RunningProgram running = start(machine(1), program(Set.of("PATH"), Map.of(), "no-such-program"));
        assertThatThrownBy(() -> running.await(PLENTY))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("'no-such-program' can't be started on the agent")
                .hasMessageContaining("install it there");
    }

    @Test
    void who_waits_is_heard_when_interrupted_and_the_program_goes_on_until_it_is_ended() throws Exception {
        RunningProgram running = start(machine(1), program(Set.of("PATH"), Map.of(), "sh", "-c", "echo on; sleep 299"));
        begun.take();
        Thread.currentThread().interrupt();
        assertThat(running.await(PLENTY)).isEmpty();
        assertThat(of(running)).isNotEmpty();
        running.terminate();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(running.await(PLENTY)).isPresent();
        awaitNone(running);
    }

    @Test
    void the_end_of_a_program_is_that_of_all_that_it_started_though_they_do_not_want_it() throws Exception {
        String stubborn = "trap '' TERM; setsid sh -c \"trap '' TERM; echo on; while :; do sleep 1; done\" & "
                + "echo on; while :; do sleep 1; done";
        RunningProgram running = start(machine(1), program(Set.of("PATH"), Map.of(), "sh", "-c", stubborn));
        begun.take();
        begun.take();
        running.terminate();
        assertThat(of(running)).isNotEmpty();
        running.kill();
        assertThat(running.await(PLENTY)).isPresent();
        awaitNone(running);
    }

    @Test
    void who_waits_is_told_of_an_error_of_the_thread_that_waits_for_the_program() throws IOException {
        LineOutput lost = new LineOutput(1000, line -> {});
        RunningProgram running = AgentProgram.of(machine(1), "tool", "run", new Broken(), lost, lost);
        assertThatThrownBy(() -> running.await(Duration.ofSeconds(60)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'tool'")
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    /** A program that can't be waited for, since a class of Jenkins is missing. */
    private static final class Broken extends Proc {
        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void kill() {}

        @Override
        public int join() {
            throw new NoClassDefFoundError("hudson/Missing");
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

    /** The processes of a run. */
    private static List<Long> of(RunningProgram running) {
        String mark = KillRun.VARIABLE + "=" + ((AgentProgram) running).run();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> FakeLauncher.environment(pid).contains(mark))
                .toList();
    }

    private static void awaitNone(RunningProgram running) throws InterruptedException {
        while (!of(running).isEmpty()) {
            Thread.sleep(20);
        }
    }

    @Test
    void a_private_folder_lies_beside_the_workspace_and_is_closed_to_others() throws IOException {
        try (PrivateFolder secrets = machine(1).newFolder()) {
            secrets.write("env/key", "secret".getBytes(StandardCharsets.UTF_8));
            Path path = Path.of(secrets.path());
            assertThat(path).startsWith(folder.toRealPath().resolve("job@tmp"));
            assertThat(mode(path)).isEqualTo("rwx------");
            assertThat(mode(path.resolve("env"))).isEqualTo("rwx------");
            assertThat(mode(path.resolve("env/key"))).isEqualTo("rw-------");
            assertThat(secrets.read("env/key", 6)).hasValue("secret".getBytes(StandardCharsets.UTF_8));
            assertThat(secrets.read("env/none", 6)).isEmpty();
            assertThatThrownBy(() -> secrets.read("env/key", 5))
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("more than 5 bytes");
        }
        assertThat(left()).isEmpty();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<Path> left() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void a_thread_that_is_to_stop_leaves_no_secret_behind_and_is_still_to_stop() throws IOException {
        PrivateFolder secrets = machine(1).newFolder();
        Thread.currentThread().interrupt();
        secrets.write("env/key", "secret".getBytes(StandardCharsets.UTF_8));
        assertThat(secrets.read("env/key", 10)).isPresent();
        secrets.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(left()).isEmpty();
    }

    @Test
    void what_a_build_left_whose_agent_was_lost_goes_with_the_next_build_there() throws IOException {
        machine(6).newFolder().write("env/key", new byte[] {1});
        PrivateFolder own = machine(7).newFolder();
        own.write("env/key", new byte[] {2});
        assertThat(left()).containsExactly(Path.of(own.path()).resolve("env/key"));
        machine(7).newFolder();
        assertThat(left()).hasSize(1);
    }

    @Test
    void an_agent_that_is_lost_is_told_as_such_and_that_files_may_be_left() throws IOException {
        AgentMachine machine = machine(1);
        PrivateFolder secrets = machine.newFolder();
        agent.dyingAfter(0);
        assertThatThrownBy(secrets::close)
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue())
                .hasMessageContaining("did not answer")
                .hasMessageContaining("deleted by the next run there");
        assertThatThrownBy(machine::newFolder).hasMessageContaining("did not answer");
    }

    @Test
    void an_agent_that_is_lost_while_its_answer_is_waited_for_is_told_as_such() throws IOException {
        AgentMachine machine = machine(1);
        agent.dyingAmidCall(0);
        assertThatThrownBy(machine::newFolder)
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue())
                .hasMessageContaining("did not answer (java.io.IOException: Unexpected termination of the channel)");
    }

    @Test
    void an_agent_that_is_lost_while_it_starts_a_program_is_told_as_such() throws IOException {
        AgentMachine machine = machine(1);
        launcher.failing(() -> {
            throw FakeAgent.broken();
        });
        assertThatThrownBy(() -> start(machine, program(Set.of("PATH"), Map.of(), "true")))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue())
                .hasMessageContaining("did not answer")
                .hasMessageContaining("what a program did there is not known");
        assertThat(launcher.killed()).isEmpty();
    }

    @Test
    void what_a_launcher_can_not_start_on_an_agent_that_answers_is_told_as_that() throws IOException {
        AgentMachine machine = machine(1);
        launcher.failing(() -> {
            throw new IOException("Cannot run program \"env\": error=2, No such file or directory");
        });
        assertThatThrownBy(() -> start(machine, program(Set.of("PATH"), Map.of(), "ansible-runner")))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("'ansible-runner' can't be started on the agent")
                .hasMessageContaining("Cannot run program \"env\"")
                .hasMessageNotContaining("did not answer");
    }

    @Test
    void an_agent_that_is_gone_when_a_program_is_to_be_started_is_told_as_such() throws IOException {
        AgentMachine machine = machine(1);
        launcher.failing(() -> {
            agent.dyingAfter(0);
            throw new IOException("the channel is closing down or has closed down");
        });
        assertThatThrownBy(() -> start(machine, program(Set.of("PATH"), Map.of(), "true")))
                .isInstanceOfSatisfying(
                        BaselinesException.class, e -> assertThat(e.remote()).isTrue())
                .hasMessageContaining("did not answer");
    }

    @Test
    void a_folder_that_can_not_be_made_is_told_as_that_and_not_as_a_lost_agent() throws IOException {
        AgentMachine machine = machine(1);
        Files.writeString(folder.resolve("job@tmp"), "a file where the folder should be");
        assertThatThrownBy(machine::newFolder)
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("job@tmp")
                .hasMessageNotContaining("did not answer");
    }

    @Test
    void a_connection_that_breaks_without_a_word_is_told_by_what_it_is() throws IOException {
        AgentMachine machine = machine(1);
        launcher.failing(() -> {
            throw new RequestAbortedException(null);
        });
        assertThatThrownBy(() -> start(machine, program(Set.of("PATH"), Map.of(), "true")))
                .hasMessageContaining("did not answer (RequestAbortedException)");
    }

    @Test
    void who_is_interrupted_while_a_program_is_started_leaves_none_running_and_is_still_to_stop() throws IOException {
        AgentMachine machine = machine(1);
        launcher.failing(() -> {
            throw (IOException) new InterruptedIOException().initCause(new InterruptedException());
        });
        assertThatThrownBy(() -> start(machine, program(Set.of("PATH"), Map.of(), "true")))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("interrupted while a program was started");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(launcher.killed())
                .singleElement()
                .satisfies(variables -> assertThat(variables).containsOnlyKeys(KillRun.VARIABLE));
    }
}
