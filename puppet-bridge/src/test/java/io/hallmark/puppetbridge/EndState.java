package io.hallmark.puppetbridge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node is like when a tool has done all that it says of itself: in the same words whatever tool that is.
 *
 * @param states by name: of states of a node the one that {@link io.hallmark.puppetbridge.node.NodeState#name()} gives it
 */
public record EndState(SortedMap<String, String> states) {
    /** Its value of a command that a running system takes changes in with. */
    public static final String RUN = "run ";

    public EndState {
        states = Collections.unmodifiableSortedMap(new TreeMap<>(states));
    }

    /** Collects what a tool tells; one that tells two things of one state doesn't know what it does. */
    public static final class Report {
        private final SortedMap<String, String> states = new TreeMap<>();

        private void add(String name, String value) {
            String other = states.putIfAbsent(name, value);
            if (other != null && !other.equals(value)) {
                throw new AssertionError(name + " is told to be '" + other + "', and '" + value + "' as well");
            }
        }

        public void file(String path, Object mode, Object owner, Object group, Object content) {
            add("file " + path, mode + " " + owner + ":" + group + " " + content);
        }

        public void download(String path, Object mode, Object owner, Object group, Object url, Object sha256) {
            file(path, mode, owner, group, "from " + url + " with " + sha256);
        }

        public void link(String path, Object target) {
            add("link " + path, "to " + target);
        }

        public void absent(String path) {
            add("link " + path, "none");
        }

        /** @param names of those that stay */
        public void only(String folder, String beginning, String ending, Collection<?> names) {
            SortedSet<String> sorted = new TreeSet<>();
            names.forEach(name -> sorted.add((String) name));
            add("files " + folder + "/" + beginning + "*" + ending, "only " + sorted);
        }

        /** @param row device, path, type, options, dump and pass, in columns */
        public void mount(String row) {
            String[] columns = row.strip().split("\\s+", 6);
            add("mount " + columns[1], String.join(" ", columns[0], columns[2], columns[3], columns[4], columns[5]));
        }

        /** @param line of a file that has others: the key, what comes before its {@code =} */
        public void setting(String path, String line) {
            add("setting " + line.substring(0, line.indexOf('=')).strip() + " in " + path, line);
        }

        /** @param minimal whether packages that it only recommends stay away */
        public void installed(String name, boolean minimal) {
            add("package " + name, minimal ? "installed by itself" : "installed with what it recommends");
        }

        public void purged(String name) {
            add("package " + name, "purged");
        }

        /** @param verb of systemctl */
        public void unit(String unit, String verb) {
            add("unit " + unit, verb);
        }

        public void bool(String name, Object on) {
            add("SELinux boolean " + name, on.equals("on") || on.equals("1") ? "on" : "off");
        }

        public void run(String command) {
            add(RUN + command, "");
        }

        public EndState endState() {
            return new EndState(states);
        }
    }

    /** What is not the same by all tools: a line for each state, with what every one of them makes of it. */
    public static List<String> differences(Map<String, EndState> byTool) {
        SortedSet<String> names = new TreeSet<>();
        byTool.values().forEach(one -> names.addAll(one.states().keySet()));
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            Map<String, String> values = new LinkedHashMap<>();
            byTool.forEach((tool, one) -> values.put(tool, one.states().getOrDefault(name, "nothing")));
            if (new TreeSet<>(values.values()).size() > 1) {
                StringBuilder line = new StringBuilder(name);
                values.forEach((tool, value) ->
                        line.append("\n  ").append(tool).append(": ").append(value.replace("\n", "\\n")));
                differences.add(line.toString());
            }
        }
        return differences;
    }
}
