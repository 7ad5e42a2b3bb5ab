package io.hallmark.puppetbridge.ansible.runner;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What became of a run of ansible-runner. Only {@link Succeeded} says that every host is as the playbook wants it. */
public sealed interface RunOutcome {
    /** In one line, for people. */
    String words();

    /**
     * Something that a task changed, or in check mode would change.
     *
     * @param item of the task's loop
     */
    record Change(String host, String task, Optional<String> item) {
        /** {@code Files have their content (/etc/motd)}. */
        public String what() {
            return task + item.map(one -> " (" + one + ")").orElse("");
        }
    }

    /**
     * Every task went well on every host that was meant.
     *
     * @param changed how many tasks changed something, by host; all hosts that were reached are in it
     */
    record Succeeded(SortedMap<String, Integer> changed, List<Change> changes) implements RunOutcome {
        public Succeeded {
            changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
            changes = List.copyOf(changes);
        }

        /** Whether anything changed, or in check mode would. */
        public boolean changedAnything() {
            return changed.values().stream().anyMatch(number -> number > 0);
        }

        @Override
        public String words() {
            long hosts = changed.values().stream().filter(number -> number > 0).count();
            return hosts + " of " + changed.size() + " hosts changed";
        }
    }

    /**
     * A task failed.
     *
     * @param failed what was said, by host
     * @param unreachable what was said, by host that could not be reached
     */
    record Failed(SortedMap<String, String> failed, SortedMap<String, String> unreachable) implements RunOutcome {
        public Failed {
            failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
            unreachable = Collections.unmodifiableSortedMap(new TreeMap<>(unreachable));
        }

        @Override
        public String words() {
            return "failed on " + each(failed)
                    + (unreachable.isEmpty() ? "" : "; not reached were " + each(unreachable));
        }
    }

    /** Hosts could not be reached; on all others every task went well. */
    record Unreachable(SortedMap<String, String> hosts) implements RunOutcome {
        public Unreachable {
            hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        }

        @Override
        public String words() {
            return "not reached were " + each(hosts);
        }
    }

    /** It ended well, but not on every host that was meant: the inventory and the playbook don't agree. */
    record Incomplete(SortedSet<String> missing) implements RunOutcome {
        public Incomplete {
            missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
        }

        @Override
        public String words() {
            return missing.isEmpty()
                    ? "no host is in its group"
                    : "it never came to " + String.join(", ", missing)
                            + "; look whether the inventory has them in the group";
        }
    }

    /** It took too long, as a whole or without a sign of life. */
    record TimedOut() implements RunOutcome {
        @Override
        public String words() {
            return "it took too long and was stopped; nodes may be half way, and the next run finishes the job";
        }
    }

    /** Somebody stopped it. */
    record Canceled() implements RunOutcome {
        @Override
        public String words() {
            return "it was stopped; nodes may be half way, and the next run finishes the job";
        }
    }

    /** There is no such playbook. */
    record MissingPlaybook(String said) implements RunOutcome {
        @Override
        public String words() {
            return said;
        }
    }

    /** Ansible took nothing up: the playbook, the role or the inventory can't be read. */
    record Rejected(String said) implements RunOutcome {
        @Override
        public String words() {
            return "Ansible refused the playbook: " + said;
        }
    }

    /** There is no pseudo-terminal, without which ansible-runner starts nothing. */
    record NoTerminal(String said) implements RunOutcome {
        @Override
        public String words() {
            return "ansible-runner got no pseudo-terminal; mount devpts at /dev/pts of the machine or container: "
                    + said;
        }
    }

    /** ansible-runner ended before it had a result. */
    record NotStarted(int exit, String said) implements RunOutcome {
        @Override
        public String words() {
            return "ansible-runner ended with " + exit + " and no result: " + said;
        }
    }

    /** Exit code, status and events don't agree, so nothing is believed. */
    record Unclear(String said) implements RunOutcome {
        @Override
        public String words() {
            return "ansible-runner's result can't be believed: " + said;
        }
    }

    private static String each(SortedMap<String, String> hosts) {
        int most = 20;
        String first = hosts.entrySet().stream()
                .limit(most)
                .map(host -> host.getKey() + " (" + host.getValue() + ")")
                .collect(Collectors.joining(", "));
        return hosts.size() > most ? first + " and " + (hosts.size() - most) + " more" : first;
    }
}
