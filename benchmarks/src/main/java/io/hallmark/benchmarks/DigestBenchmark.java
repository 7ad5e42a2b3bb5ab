package io.hallmark.benchmarks;

import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.measure.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

/**
 * All digests that a prediction can need of an initramfs of 100 MB and a kernel of 15 MB: four banks, and for the kernel
 * the Authenticode digest in four banks too, in one pass; beside the tools that give the plain digests only.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(1)
@State(Scope.Benchmark)
public class DigestBenchmark {
    private static final int INITRAMFS_BYTES = 100_000_000;
    private static final int KERNEL_BYTES = 15_000_064;
    private static final int HEADERS = 0x400;

    private Path folder;
    private String initramfs;
    private String kernel;

    @Setup
    public void writeFiles() throws IOException {
        folder = Files.createTempDirectory("hallmark-benchmark");
        Random random = new Random(1);
        byte[] content = new byte[INITRAMFS_BYTES];
        random.nextBytes(content);
        initramfs = Files.write(folder.resolve("initrd.img"), content).toString();
        byte[] image = new byte[KERNEL_BYTES];
        random.nextBytes(image);
        System.arraycopy(peHeaders(), 0, image, 0, HEADERS);
        kernel = Files.write(folder.resolve("vmlinuz"), image).toString();
    }

    /** A PE32+ file with one section up to its end. */
    private static byte[] peHeaders() {
        ByteBuffer out = ByteBuffer.allocate(HEADERS).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, new byte[] {'M', 'Z'}).putInt(60, 64);
        out.putInt(64, 0x00004550)
                .putShort(68, (short) 0x8664)
                .putShort(70, (short) 1)
                .putShort(84, (short) 240);
        out.putShort(88, (short) 0x20B).putInt(88 + 60, HEADERS).putInt(88 + 108, 16);
        int section = 88 + 240;
        out.put(section, ".text".getBytes(StandardCharsets.US_ASCII));
        out.putInt(section + 8, KERNEL_BYTES - HEADERS).putInt(section + 16, KERNEL_BYTES - HEADERS);
        out.putInt(section + 20, HEADERS);
        return out.array();
    }

    @TearDown
    public void deleteFiles() throws IOException {
        Files.delete(Path.of(initramfs));
        Files.delete(Path.of(kernel));
        Files.delete(folder);
    }

    @Benchmark
    public List<FileFacts> hallmarkFourBanksAndAuthenticode() {
        return List.of(
                FileMeasurer.measure(Path.of(initramfs), Progress.NONE),
                FileMeasurer.measure(Path.of(kernel), Progress.NONE));
    }

    @Benchmark
    public int coreutilsFourBanks() throws IOException, InterruptedException {
        return Command.run("sha1sum", initramfs, kernel)
                + Command.run("sha256sum", initramfs, kernel)
                + Command.run("sha384sum", initramfs, kernel)
                + Command.run("sha512sum", initramfs, kernel);
    }

    @Benchmark
    public int coreutilsSha256Only() throws IOException, InterruptedException {
        return Command.run("sha256sum", initramfs, kernel);
    }

    @Benchmark
    public int opensslFourBanks() throws IOException, InterruptedException {
        return Command.run("openssl", "dgst", "-sha1", initramfs, kernel)
                + Command.run("openssl", "dgst", "-sha256", initramfs, kernel)
                + Command.run("openssl", "dgst", "-sha384", initramfs, kernel)
                + Command.run("openssl", "dgst", "-sha512", initramfs, kernel);
    }
}
