package io.hallmark.puppetbridge.ansible.runner;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.baselines.document.Quoted;
import io.hallmark.puppetbridge.process.LineOutput;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.process.PrivateFolder;
import io.hallmark.puppetbridge.process.Program;
import io.hallmark.puppetbridge.process.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** Asks {@code ansible-inventory} which hosts an inventory of a user's own has in a group. */
public final class InventoryQuery {
    private static final int MOST = 64 * 1024 * 1024;
    private static final int LONGEST_LINE = 10_000;

    private InventoryQuery() {}

    /**
     * The hosts of a group and of all groups below it.
     *
     * @throws BaselinesException when the inventory can't be read, or has no such group
     */
    public static SortedSet<String> hosts(Machine machine, String inventory, String group, Duration most) {
        Map<String, Object> groups = ask(machine, inventory, most);
        if (!groups.containsKey(group)) {
            throw new BaselinesException("the inventory " + inventory + " has no group " + Quoted.of(group)
                    + "; add it, or name another in 'groups'");
        }
        SortedSet<String> hosts = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(group));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                Map<String, Object> members = RunnerEvent.map(groups.get(next));
                hosts.addAll(names(members.get("hosts")));
                open.addAll(names(members.get("children")));
            }
        }
        return hosts;
    }

    private static List<String> names(Object list) {
        return list instanceof List<?> items
                ? items.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, Object> ask(Machine machine, String inventory, Duration most) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        AtomicReference<String> error = new AtomicReference<>("it said nothing");
        try (PrivateFolder folder = machine.newFolder();
                LineOutput errors = new LineOutput(LONGEST_LINE, error::set)) {
            Program program = new Program(
                    List.of("ansible-inventory", "--inventory", inventory, "--list"),
                    AnsibleRunner.INHERITED,
                    AnsibleRunner.environment(folder),
                    folder.path());
            RunningProgram running = machine.start(program, new Bounded(answer), errors);
            OptionalInt exit = running.await(most);
            running.kill();
            if (Thread.currentThread().isInterrupted()) {
                throw new BaselinesException("interrupted while ansible-inventory was running");
            }
            if (exit.isEmpty() || exit.getAsInt() != 0) {
                String how = exit.isEmpty()
                        ? "took longer than " + most.toSeconds() + " s"
                        : "ended with " + exit.getAsInt();
                throw new BaselinesException("the inventory " + inventory + " can't be read: ansible-inventory " + how
                        + ", saying " + Quoted.of(error.get()));
            }
            return PlainJson.readObject("the answer of ansible-inventory", answer.toByteArray());
        }
    }

    /** What is beyond the bound is dropped, so that it is no JSON. */
    private static final class Bounded extends java.io.OutputStream {
        private final ByteArrayOutputStream to;

        Bounded(ByteArrayOutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (to.size() + length <= MOST) {
                to.write(bytes, offset, length);
            }
        }
    }
}
