package io.hallmark.baselines.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that writes one record, and dies at a given step as if it was killed: without any cleaning up. */
final class RecordProcess {
    private RecordProcess() {}

    /** Arguments: repository, cache, name of the record, number of the step to die at. */
    public static void main(String[] arguments) {
        int last = Integer.parseInt(arguments[3]);
        AtomicInteger count = new AtomicInteger();
        Steps steps = step -> {
            if (step.contains("remote: ")) {
                // What the other side says depends on how long it takes.
                return;
            }
            System.out.println(step);
            if (count.incrementAndGet() == last) {
                System.out.flush();
                Runtime.getRuntime().halt(ProposeProcess.KILLED);
            }
        };
        try (BaselinesRepository repository =
                BaselinesRepository.open(arguments[0], Path.of(arguments[1]), Credentials.usersOwn(), steps)) {
            add(repository, arguments[2]);
        }
    }

    /** Adds a record with the next number, unless it is there. */
    static void add(BaselinesRepository repository, String name) {
        repository.records().add(new Authorship(Remote.BOT, Remote.SOURCE_TIME), newest -> {
            List<String> there = newest.map(state -> state.list("records")).orElse(List.of());
            boolean known = there.stream().anyMatch(path -> path.endsWith("-" + name));
            return new BranchWriter.Addition(
                    known
                            ? Map.of()
                            : Map.of(
                                    "records/" + (there.size() + 1) + "-" + name,
                                    Optional.of(name.getBytes(StandardCharsets.UTF_8))),
                    "Record " + name + "\n");
        });
    }

    static Process start(Remote remote, Path cache, String name, int dieAt) throws IOException {
        Path output = remote.home.resolve("output-" + name);
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RecordProcess.class.getName(),
                        remote.bare.toString(),
                        cache.toString(),
                        name,
                        Integer.toString(dieAt)))
                .redirectError(
                        output.resolveSibling(output.getFileName() + ".err").toFile())
                .redirectOutput(output.toFile())
                .start();
    }
}
