package io.hallmark.baselines.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that proposes one change, and dies at a given step as if it was killed: without any cleaning up. */
final class ProposeProcess {
    static final int KILLED = 137;

    private ProposeProcess() {}

    /** Arguments: repository, cache, image, text, source time, number of the step to die at. */
    public static void main(String[] arguments) {
        int last = Integer.parseInt(arguments[5]);
        AtomicInteger count = new AtomicInteger();
        Steps steps = step -> {
            if (step.contains("remote: ")) {
                // What the other side says depends on how long it takes.
                return;
            }
            System.out.println(step);
            if (count.incrementAndGet() == last) {
                System.out.flush();
                Runtime.getRuntime().halt(KILLED);
            }
        };
        try (BaselinesRepository repository =
                BaselinesRepository.open(arguments[0], Path.of(arguments[1]), Credentials.usersOwn(), steps)) {
            repository.propose(proposal(arguments[2], arguments[3], Instant.parse(arguments[4])));
        }
    }

    static Proposal proposal(String image, String text, Instant sourceTime) {
        return Remote.proposal(
                image,
                base -> new Change(
                        Remote.change(Map.of("baselines/" + image + "/pxe/r650.yaml", text))
                                .files(),
                        image + ": " + text,
                        Optional.of(sourceTime)));
    }

    static Process start(Remote remote, Path cache, String image, String text, Instant sourceTime, int dieAt)
            throws IOException {
        Path output = remote.home.resolve("output-" + image + "-" + text);
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ProposeProcess.class.getName(),
                        remote.bare.toString(),
                        cache.toString(),
                        image,
                        text,
                        sourceTime.toString(),
                        Integer.toString(dieAt)))
                .redirectError(
                        output.resolveSibling(output.getFileName() + ".err").toFile())
                .redirectOutput(output.toFile())
                .start();
    }
}
