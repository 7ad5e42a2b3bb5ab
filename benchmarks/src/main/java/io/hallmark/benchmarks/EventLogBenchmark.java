package io.hallmark.benchmarks;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and replaying every log of the corpus and of the recordings, beside {@code tpm2_eventlog} on the same files. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class EventLogBenchmark {
    private List<Path> logs;

    @Setup
    public void findLogs() throws IOException {
        Path fixtures = Path.of(System.getProperty("hallmark.fixtures", "fixtures"));
        try (Stream<Path> files = Files.walk(fixtures)) {
            logs = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/eventlogs/") || file.endsWith("eventlog.bin"))
                    .filter(file -> !file.toString().matches(".*\\.(json|md|yaml)"))
                    .sorted()
                    .toList();
        }
        if (logs.isEmpty()) {
            throw new IOException("no logs below " + fixtures.toAbsolutePath() + ": run from the project's root");
        }
    }

    @Benchmark
    public List<PcrValues> hallmarkReadAndReplay() {
        List<PcrValues> values = new ArrayList<>();
        for (Path log : logs) {
            try {
                values.add(Replay.of(EventLogReader.read(log)));
            } catch (MeasuredBootException e) {
                // The corpus has files that are no logs and must be refused.
                values.add(null);
            }
        }
        return values;
    }

    @Benchmark
    public int tpm2EventlogOneProcessALog() throws IOException, InterruptedException {
        int failures = 0;
        for (Path log : logs) {
            failures += Command.run("tpm2_eventlog", log.toString()) == 0 ? 0 : 1;
        }
        return failures;
    }
}
