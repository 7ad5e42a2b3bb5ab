package io.hallmark.benchmarks;

import io.hallmark.measuredboot.measure.Progress;
import io.hallmark.measuredboot.verity.HashArea;
import io.hallmark.measuredboot.verity.VerityFormat;
import io.hallmark.measuredboot.verity.VerityParameters;
import io.hallmark.measuredboot.verity.VeritySeed;
import io.hallmark.measuredboot.verity.VerityTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The hash tree of an image of 2 GiB, written to a file; beside veritysetup, and sha256sum as what hashing alone costs. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 4)
@Fork(1)
@State(Scope.Benchmark)
public class VerityBenchmark {
    /** Both sides take the same salt. */
    private static final VeritySeed SEED = new VeritySeed("benchmark");

    /** The size of the image; -p mebibytes=256 for a shorter run. */
    @Param("2048")
    public int mebibytes;

    private Path folder;
    private Path image;
    private Path hashes;

    @Setup
    public void writeImage() throws IOException {
        folder = Files.createTempDirectory("hallmark-benchmark");
        image = folder.resolve("image");
        hashes = folder.resolve("hashes");
        Random random = new Random(1);
        byte[] piece = new byte[1024 * 1024];
        try (OutputStream out = Files.newOutputStream(image)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    @TearDown
    public void deleteFiles() throws IOException {
        Files.deleteIfExists(hashes);
        Files.delete(image);
        Files.delete(folder);
    }

    @Benchmark
    public VerityTree hallmarkFormat() {
        return VerityFormat.format(
                image,
                HashArea.ownFile(hashes),
                VerityParameters.usual(SEED.salt()),
                new UUID(1, 2),
                OptionalLong.empty(),
                Progress.NONE);
    }

    @Benchmark
    public int veritysetupFormat() throws IOException, InterruptedException {
        return Command.run("veritysetup", "format", "--salt=" + SEED.salt().hex(), image.toString(), hashes.toString());
    }

    @Benchmark
    public int sha256sum() throws IOException, InterruptedException {
        return Command.run("sha256sum", image.toString());
    }
}
