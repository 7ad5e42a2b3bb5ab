package io.hallmark.puppetbridge.ansible.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.puppetbridge.ansible.InstalledAnsible;
import io.hallmark.puppetbridge.ansible.WatchedMachine;
import io.hallmark.puppetbridge.process.LocalMachine;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.testsupport.Tools;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ansible-runner does, as it is installed, is what the recorded runs say. */
class RealOutcomesTest {
    private static final String LOCAL =
            "here: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}";
    private static final String HEAD =
            "- name: Play\n  hosts: nodes\n  gather_facts: false\n  tasks:\n    - name: Task\n";
    private static final String SLEEP = HEAD + "      ansible.builtin.command: sleep 347\n";

    /** Seconds after which a run that should end by itself is stopped. */
    private static final int PLENTY = 900;

    /** Variables that a run gets, or that each process has. */
    private static final Set<String> OWN =
            Set.of("PATH", "TMPDIR", "TZ", "HOME", "LC_ALL", "PYTHONUNBUFFERED", "PWD", "OLDPWD", "SHLVL", "_");

    @TempDir
    Path work;

    private final List<RunnerEvent> events = Collections.synchronizedList(new ArrayList<>());
    private WatchedMachine machine;

    @BeforeEach
    void install() {
        InstalledAnsible.programs();
        machine = WatchedMachine.here(work);
    }

    @Test
    void a_task_that_fails() {
        RunOutcome outcome = run(job("play.yml", HEAD + "      ansible.builtin.command: /bin/false\n", LOCAL, PLENTY));
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        assertThat(((RunOutcome.Failed) outcome).failed()).containsEntry("here", "task 'Task': non-zero return code");
    }

    @Test
    void a_host_that_nobody_answers_at() {
        RunOutcome outcome = run(job(
                "play.yml",
                HEAD + "      ansible.builtin.ping:\n",
                LOCAL + ", down: {ansible_host: 127.0.0.1, ansible_port: 1}",
                PLENTY));
        assertThat(outcome).isInstanceOf(RunOutcome.Unreachable.class);
        assertThat(((RunOutcome.Unreachable) outcome).hosts()).containsOnlyKeys("down");
        // Where ssh gives up before Ansible has sent the module, Ansible tells the broken pipe only.
        assertThat(outcome.words()).containsAnyOf("Connection refused", "sent to remote host \"127.0.0.1\"");
    }

    @Test
    void a_playbook_that_is_not_there() {
        assertThat(run(job("other.yml", HEAD, LOCAL, PLENTY)))
                .isInstanceOf(RunOutcome.MissingPlaybook.class)
                .extracting(RunOutcome::words, Assertions.as(org.assertj.core.api.InstanceOfAssertFactories.STRING))
                .contains("other.yml could not be found");
    }

    @Test
    void a_module_that_is_not_there() {
        assertThat(run(job("play.yml", HEAD + "      nosuchmodule_zz:\n        a: 1\n", LOCAL, PLENTY)))
                .isInstanceOf(RunOutcome.Rejected.class)
                .extracting(RunOutcome::words, Assertions.as(org.assertj.core.api.InstanceOfAssertFactories.STRING))
                .contains("nosuchmodule_zz");
    }

    @Test
    void a_group_without_the_host_that_was_meant_is_no_success_though_ansible_says_so() {
        RunnerJob job = job("play.yml", HEAD + "      ansible.builtin.ping:\n", LOCAL, PLENTY);
        RunnerJob other = new RunnerJob(
                job.ident(),
                job.project(),
                job.playbook(),
                false,
                job.inventory(),
                new TreeSet<>(List.of("here", "node2.test")),
                job.access(),
                job.limits());
        assertThat(run(other)).isEqualTo(new RunOutcome.Incomplete(new TreeSet<>(List.of("node2.test"))));
    }

    @Test
    void a_run_that_takes_too_long_is_stopped_with_all_that_it_started() {
        assertThat(run(job("play.yml", SLEEP, LOCAL, 12))).isEqualTo(new RunOutcome.TimedOut());
        assertThat(sleeping()).isEmpty();
        assertThat(machine.left.get("artifacts/run/status")).isEqualTo("timeout");
    }

    @Test
    void a_run_is_canceled_when_its_thread_is_interrupted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<RunOutcome> outcome = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            outcome.set(new AnsibleRunner(machine).run(job("play.yml", SLEEP, LOCAL, PLENTY), event -> {
                if (event.kind().equals("runner_on_start")) {
                    begun.countDown();
                }
            }));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        begun.await();
        thread.interrupt();
        thread.join();
        assertThat(outcome.get()).isEqualTo(new RunOutcome.Canceled());
        assertThat(interrupted.get()).isTrue();
        assertThat(sleeping()).isEmpty();
        machine.folders.forEach(folder -> assertThat(Path.of(folder)).doesNotExist());
    }

    @Test
    void without_a_pseudo_terminal_nothing_is_started() {
        Tools.require("unshare");
        Program probe = new Program(List.of("unshare", "-m", "true"), Set.of("PATH"), Map.of(), "/");
        int exit = new LocalMachine()
                .start(probe, OutputStream.nullOutputStream(), OutputStream.nullOutputStream())
                .await(Duration.ofMinutes(1))
                .orElse(1);
        Tools.require(exit == 0, "to make a mount namespace, as root can");
        WatchedMachine bare = WatchedMachine.here(
                work, List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs none /dev/pts && exec \"$@\"", "sh"));
        RunOutcome outcome = new AnsibleRunner(bare).run(job("play.yml", SLEEP, LOCAL, PLENTY), events::add);
        assertThat(outcome).as(outcome.words()).isInstanceOf(RunOutcome.NoTerminal.class);
        assertThat(bare.left).doesNotContainKeys("artifacts/run/status", "artifacts/run/rc");
    }

    @Test
    void a_program_that_is_not_installed_is_an_error_that_names_it() {
        Assertions.assertThatThrownBy(() -> new LocalMachine(work)
                        .start(
                                new Program(List.of("no-such-runner"), Set.of(), Map.of(), work.toString()),
                                OutputStream.nullOutputStream(),
                                OutputStream.nullOutputStream()))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("'no-such-runner' can't be started");
    }

    @Test
    void the_environment_of_a_run_is_its_own() {
        String playbook = HEAD + "      ansible.builtin.command: env\n      changed_when: false\n";
        assertThat(run(job("play.yml", playbook, LOCAL, PLENTY))).isInstanceOf(RunOutcome.Succeeded.class);
        String command = machine.left.get("artifacts/run/command");
        System.getenv().keySet().stream()
                .filter(name -> !OWN.contains(name))
                .forEach(name -> assertThat(command).as(name).doesNotContain("\"" + name + "\""));
        assertThat(machine.started.get(0).inherited()).containsExactlyInAnyOrder("PATH", "TMPDIR", "TZ");
    }

    private static List<ProcessHandle> sleeping() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep 347"))
                .toList();
    }

    private RunOutcome run(RunnerJob job) {
        return new AnsibleRunner(machine).run(job, events::add);
    }

    private static RunnerJob job(String playbook, String text, String hosts, int seconds) {
        String inventory = "all: {children: {nodes: {hosts: {" + hosts + "}}}}\n";
        return new RunnerJob(
                "run",
                RenderedFiles.ofTexts(Map.of("play.yml", text)),
                playbook,
                false,
                new RunnerJob.Inventory.Document(inventory.getBytes(StandardCharsets.UTF_8)),
                new TreeSet<>(hosts.contains("down") ? List.of("down", "here") : List.of("here")),
                new RunnerJob.Access(Optional.empty(), Optional.empty(), RunnerSecrets.NONE),
                new RunnerJob.Limits(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds), 5));
    }
}
