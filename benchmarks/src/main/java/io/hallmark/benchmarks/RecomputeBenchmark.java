package io.hallmark.benchmarks;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.Ipxe;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.Predictor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One kernel changes, and 10,000 combinations of hardware profile, image and chain are computed anew in a heap of 512 MB,
 * on one thread: 50 profiles with their logs read, 100 images with two chains each. The kernel's digests come from its
 * facts, computed once.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
@State(Scope.Benchmark)
public class RecomputeBenchmark {
    private static final int PROFILES = 50;
    private static final int IMAGES = 100;

    private final List<Predictor> profiles = new ArrayList<>();
    private final List<BootChain> chains = new ArrayList<>();
    private int round;

    @Setup
    public void readProfiles() {
        Path boots = Path.of(System.getProperty("hallmark.fixtures", "fixtures"), "boots");
        for (int i = 0; i < PROFILES; i++) {
            String recording = i % 2 == 0 ? "pxe-ipxe" : "t13-pxe-ipxe";
            EventLog log = EventLogReader.read(boots.resolve(recording).resolve("eventlog.bin"));
            profiles.add(new Predictor(HardwareProfile.of("profile-" + i, List.of(log))));
        }
        for (int image = 0; image < IMAGES; image++) {
            for (String mode : List.of("quiet", "debug")) {
                chains.add(new BootChain(
                        "pxe-" + mode,
                        Optional.empty(),
                        List.of(
                                new Ipxe(Optional.of("ipxe"), Optional.empty(), Optional.empty()),
                                new LinuxKernel(
                                        "kernel",
                                        List.of("initrd"),
                                        Optional.of("vmlinuz image=" + image + " " + mode)))));
            }
        }
    }

    @Benchmark
    public void tenThousandCombinations(Blackhole blackhole) {
        round++;
        ArtifactSet artifacts = ArtifactSet.of(
                List.of(
                        image("ipxe", "ipxe", new Product(Product.IPXE, "1.21.1")),
                        image("kernel", "kernel " + round, new Product(Product.LINUX, "6.12." + round)),
                        new Artifact("initrd", "initrd.img", FileFacts.ofDigests(1, digests("initrd")))),
                Map.of());
        for (Predictor profile : profiles) {
            for (BootChain chain : chains) {
                Prediction prediction = profile.predict(chain, artifacts);
                blackhole.consume(prediction);
            }
        }
    }

    private static Artifact image(String name, String content, Product product) {
        PeFacts pe = new PeFacts(digests("image " + content), List.of(), List.of());
        return new Artifact(
                name,
                name,
                new FileFacts(
                        1,
                        digests(content),
                        Optional.of(pe),
                        Optional.of(product),
                        Optional.empty(),
                        Map.of(),
                        List.of()));
    }

    private static Digests digests(String text) {
        return Digests.hash(Bank.allComputable(), text.getBytes(StandardCharsets.UTF_8));
    }
}
