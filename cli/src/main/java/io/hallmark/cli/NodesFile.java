package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Nodes in a file that the user names, one a line; empty lines and those that begin with {@code #} are passed over. */
final class NodesFile {
    private static final Pattern NODE = Pattern.compile("\\P{Cc}{1,256}");
    private static final int MOST = 1_000_000;

    private NodesFile() {}

    static Set<String> read(Path file) {
        Set<String> nodes = new TreeSet<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String node = line.strip();
                if (node.isEmpty() || node.startsWith("#")) {
                    continue;
                }
                if (!NODE.matcher(node).matches() || nodes.size() == MOST) {
                    throw new BaselinesException(
                            file + ":" + number + ": this is no name of a node, or the file names more" + " than "
                                    + MOST + ": write one name a line");
                }
                nodes.add(node);
            }
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be read: " + e + "; name a file with one node a line", e);
        }
        if (nodes.isEmpty()) {
            throw new BaselinesException(file + " names no node: write one name a line, or leave '--nodes' out");
        }
        return nodes;
    }
}
