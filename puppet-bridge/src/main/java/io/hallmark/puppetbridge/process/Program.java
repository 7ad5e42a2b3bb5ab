package io.hallmark.puppetbridge.process;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is started, and where.
 *
 * @param command program and arguments; no shell reads them, and all users of the machine can
 * @param inherited names of the variables that it gets from the environment of the machine; no other one
 * @param environment what else it gets, and instead of those
 * @param folder absolute path that it starts in
 */
public record Program(List<String> command, Set<String> inherited, Map<String, String> environment, String folder) {
    public Program {
        command = List.copyOf(command);
        inherited = Collections.unmodifiableSet(new TreeSet<>(inherited));
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }
}
