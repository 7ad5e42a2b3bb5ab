package io.hallmark.puppetbridge.ansible;

import io.hallmark.puppetbridge.ansible.runner.AnsibleRunner;
import io.hallmark.puppetbridge.ansible.runner.RunOutcome;
import io.hallmark.puppetbridge.ansible.runner.RunnerEvent;
import io.hallmark.puppetbridge.ansible.runner.RunnerJob;
import io.hallmark.puppetbridge.ansible.runner.RunnerSecrets;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Runs of a role's playbook by the real Ansible, on the system that it runs on itself. */
final class RoleRun {
    static final String SECRET = "grub.pbkdf2.sha512.10000.0123.4567";

    private RoleRun() {}

    /** @param project playbook, variables and role */
    static RunOutcome of(
            Machine machine, String role, RenderedFiles project, boolean check, Consumer<RunnerEvent> listener) {
        String inventory = "all: {children: {" + AnsibleRendering.group(role)
                + ": {hosts: {scratch: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}}}}}\n";
        RunnerJob job = new RunnerJob(
                check ? "role-check" : "role-apply",
                project,
                AnsibleRendering.playbook(role),
                check,
                new RunnerJob.Inventory.Document(inventory.getBytes(StandardCharsets.UTF_8)),
                new TreeSet<>(List.of("scratch")),
                new RunnerJob.Access(
                        Optional.empty(),
                        Optional.empty(),
                        new RunnerSecrets(
                                Optional.empty(), Optional.empty(), Optional.empty(), Map.of("grub_password", SECRET))),
                new RunnerJob.Limits(Duration.ofMinutes(10), Duration.ofMinutes(30), 5));
        return new AnsibleRunner(machine).run(job, listener);
    }
}
