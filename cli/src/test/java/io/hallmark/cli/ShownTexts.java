package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that a run shows and keeps, by where, to be searched for secrets. */
final class ShownTexts {
    private static final String CONTROL = "SEEN_BY_THE_TEST";
    private static final int LINE = 40;

    private final Map<String, String> texts = new LinkedHashMap<>();

    void add(String where, String text) {
        texts.merge(where, text, String::concat);
    }

    /** Where one of them is shown, whole or in a longer line. */
    List<String> found(Set<String> wanted) {
        return texts.entrySet().stream()
                .filter(entry -> wanted.stream().anyMatch(entry.getValue()::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Lines of a key that tell it from others. */
    static Set<String> lines(Path key) throws IOException {
        Set<String> lines = new TreeSet<>();
        for (String line : Files.readAllLines(key)) {
            if (line.length() >= LINE && !line.startsWith("-----")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /**
     * Runs {@code hallmark} in a process of its own, with a secret in its environment that must be seen; what it writes and
     * what the list of processes shows of it.
     *
     * @param options of Java
     * @return what it ends with
     */
    int publish(Path folder, List<String> options, List<String> arguments, String control)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.hallmark.cli.Main"));
        command.addAll(arguments);
        command.addAll(List.of("--cache", folder.resolve("cache").toString()));
        Path out = folder.resolve("publish.out");
        Path err = folder.resolve("publish.err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put(CONTROL, control);
        Process process = builder.start();
        WatchedProcess watched = new WatchedProcess();
        watched.watch(process);
        add("publish out", Files.readString(out));
        add("publish err", Files.readString(err));
        add("processes", watched.text());
        return process.waitFor();
    }

    /** Every file and message that the branch with receipts has ever had. */
    void receipts(String repository) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", repository, "log", "-p", "--format=raw", "hallmark-receipts")
                .redirectErrorStream(true)
                .start();
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(text).isZero();
        add("receipts", text);
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
