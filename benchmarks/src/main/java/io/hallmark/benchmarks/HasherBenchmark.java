package io.hallmark.benchmarks;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.digest.Hasher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** All digests of a file of 100 MB, an initramfs say: what one pass over it costs with one bank and with four. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class HasherBenchmark {
    private static final int FILE_BYTES = 100_000_000;
    private static final int BUFFER_BYTES = 1 << 20;

    private Path file;

    @Setup
    public void writeFile() throws IOException {
        file = Files.createTempFile("hallmark-benchmark", ".img");
        byte[] content = new byte[FILE_BYTES];
        new Random(1).nextBytes(content);
        Files.write(file, content);
    }

    @TearDown
    public void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public Digests fourBanks() throws IOException {
        return digests(List.of(Bank.SHA1, Bank.SHA256, Bank.SHA384, Bank.SHA512));
    }

    @Benchmark
    public Digests sha256Only() throws IOException {
        return digests(List.of(Bank.SHA256));
    }

    private Digests digests(List<Bank> banks) throws IOException {
        Hasher hasher = new Hasher(banks);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream input = Files.newInputStream(file)) {
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                hasher.update(buffer, 0, read);
            }
        }
        return hasher.finish();
    }
}
