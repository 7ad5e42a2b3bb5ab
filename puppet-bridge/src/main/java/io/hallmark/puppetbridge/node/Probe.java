package io.hallmark.puppetbridge.node;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How a check looks at a node. It changes nothing there. */
public sealed interface Probe {
    /** In words, for people: {@code /etc/fstab}, {@code systemctl is-enabled cups.service}. */
    String words();

    /** The content of a file; symbolic links are followed. */
    record ReadFile(String path) implements Probe {
        @Override
        public String words() {
            return path;
        }
    }

    /** The SHA-256 of a file, in hex. */
    record Sha256(String path) implements Probe {
        @Override
        public String words() {
            return "SHA-256 of " + path;
        }
    }

    /** What a symbolic link names. */
    record ReadLink(String path) implements Probe {
        @Override
        public String words() {
            return "link " + path;
        }
    }

    /** Owner, group and permissions of a file, in numbers: {@code 0:0 644}. */
    record Permissions(String path) implements Probe {
        @Override
        public String words() {
            return "owner and mode of " + path;
        }
    }

    /** The names of a folder's files that begin and end so, sorted, one a line; nothing where there is no such folder. */
    record Names(String folder, String beginning, String ending) implements Probe {
        @Override
        public String words() {
            return folder + "/" + beginning + "*" + ending;
        }
    }

    /**
     * What a program prints on its standard output. A program that is missing fails the check.
     *
     * @param command program and arguments; no shell reads them
     * @param exits exit codes after which the output counts
     */
    record Run(List<String> command, Set<Integer> exits) implements Probe {
        public Run {
            command = List.copyOf(command);
            exits = java.util.Collections.unmodifiableSet(new TreeSet<>(exits));
        }

        @Override
        public String words() {
            return command.stream().map(word -> word.replace("\n", "\\n")).collect(Collectors.joining(" "));
        }
    }
}
