package io.hallmark.puppetbridge.ansible.runner;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalYaml;
import io.hallmark.puppetbridge.process.PrivateFolder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The private data directory of ansible-runner, which has all that a run gets. */
final class PrivateData {
    private static final String KNOWN_HOSTS = "known_hosts";

    /** Ansible would run it; and a line end could end the prompt that a password answers. */
    private static final Pattern NO_SECRET = Pattern.compile("\\{\\{|\\{%|\\{#|\\p{Cntrl}|\\A[\\[{]");

    /** Bytes of the path of a socket on Linux, without the NUL at its end. */
    private static final int LONGEST_SOCKET = 107;

    private PrivateData() {}

    static void write(PrivateFolder folder, RunnerJob job) {
        job.project().files().forEach((path, content) -> folder.write("project/" + path, content.bytes()));
        if (job.inventory() instanceof RunnerJob.Inventory.Document document) {
            folder.write("inventory/hosts.yml", document.yaml());
        }
        RunnerJob.Access access = job.access();
        access.knownHosts().ifPresent(known -> folder.write(KNOWN_HOSTS, known));
        yaml(folder, "env/envvars", environment(folder, job));
        yaml(folder, "env/settings", settings(job.limits()));
        folder.write("env/cmdline", commandLine(job).getBytes(StandardCharsets.UTF_8));
        RunnerSecrets secrets = access.secrets();
        secrets.sshKey().ifPresent(key -> folder.write("env/ssh_key", key));
        Map<String, Object> passwords = new LinkedHashMap<>();
        secrets.sshPassphrase()
                .ifPresent(it -> passwords.put("^Enter passphrase for .*:\\s*?$", oneLine("the passphrase", it)));
        secrets.becomePassword()
                .ifPresent(it -> passwords.put("^BECOME password.*:\\s*?$", oneLine("the password for sudo", it)));
        if (!passwords.isEmpty()) {
            yaml(folder, "env/passwords", passwords);
        }
        if (!secrets.ofNodes().isEmpty()) {
            Map<String, Object> ofNodes = new LinkedHashMap<>();
            secrets.ofNodes().forEach((name, value) -> ofNodes.put(name, oneLine("secret '" + name + "'", value)));
            yaml(folder, "env/extravars", Map.of("node_hardening_secrets", ofNodes));
        }
    }

    private static String oneLine(String what, String secret) {
        if (NO_SECRET.matcher(secret).find()) {
            throw new BaselinesException(
                    what + " can't be given to Ansible: it has more than one line, or what Jinja reads"
                            + " as its own; choose another");
        }
        return secret;
    }

    private static Map<String, Object> environment(PrivateFolder folder, RunnerJob job) {
        List<String> ssh = new ArrayList<>();
        if (job.access().knownHosts().isPresent()) {
            ssh.add("-o UserKnownHostsFile=" + folder.path() + "/" + KNOWN_HOSTS);
            ssh.add("-o GlobalKnownHostsFile=/dev/null");
        }
        ssh.add("-o StrictHostKeyChecking=yes");
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("ANSIBLE_FORKS", Integer.toString(job.limits().forks()));
        environment.put("ANSIBLE_HOST_KEY_CHECKING", "True");
        environment.put("ANSIBLE_NOCOLOR", "1");
        environment.put("ANSIBLE_PIPELINING", "True");
        environment.put("ANSIBLE_RETRY_FILES_ENABLED", "False");
        // Connections are shared within a run, and end soon after it.
        environment.put(
                "ANSIBLE_SSH_ARGS",
                sharable(folder) ? "-C -o ControlMaster=auto -o ControlPersist=15s" : "-C -o ControlMaster=no");
        environment.put("ANSIBLE_SSH_COMMON_ARGS", String.join(" ", ssh));
        return environment;
    }

    /**
     * Whether the path of a socket fits, which Linux bounds. Ansible names it {@code .ansible/cp/} and ten digits, and OpenSSH
     * adds 17 characters while it makes it; of a longer one it says that it is too long, and ends.
     */
    private static boolean sharable(PrivateFolder folder) {
        int path = folder.path().getBytes(StandardCharsets.UTF_8).length;
        return path + "/.ansible/cp/".length() + 10 + 17 <= LONGEST_SOCKET;
    }

    private static Map<String, Object> settings(RunnerJob.Limits limits) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("idle_timeout", limits.idle().toSeconds());
        settings.put("job_timeout", limits.whole().toSeconds());
        settings.put("pexpect_timeout", 5);
        return settings;
    }

    private static String commandLine(RunnerJob job) {
        List<String> words = new ArrayList<>();
        if (job.check()) {
            words.add("--check");
        }
        words.add("--diff");
        if (job.inventory() instanceof RunnerJob.Inventory.Place place
                && !place.only().isEmpty()) {
            words.add("--limit " + String.join(",", place.only()));
        }
        job.access().user().ifPresent(user -> words.add("--user " + user));
        if (job.access().secrets().becomePassword().isPresent()) {
            words.add("--ask-become-pass");
        }
        return String.join(" ", words);
    }

    private static void yaml(PrivateFolder folder, String path, Map<String, Object> document) {
        folder.write(path, CanonicalYaml.write(document).getBytes(StandardCharsets.UTF_8));
    }
}
