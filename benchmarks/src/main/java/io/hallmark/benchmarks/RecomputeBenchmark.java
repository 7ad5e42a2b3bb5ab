package io.hallmark.benchmarks;

import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.propose.LoadedProfile;
import io.hallmark.benchmarks.BootedImage.Kind;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One kernel changes, and 10,000 combinations of hardware profile, image and chain are computed anew as {@code hallmark
 * propose} does, with the self-test gate, in a heap of 512 MB, on one thread: 50 profiles, each of another recorded boot
 * (iPXE, unified kernel image, shim and GRUB), and 100 images with two command lines each. It is the predictions alone:
 * of files the facts are given, and documents are neither read nor written.
 *
 * <p>The warm-up is the one round that computes what was before the change, in a JVM that has just read the profiles; each
 * round after it has another kernel, of another size. The CPU time of the whole process, compiler and garbage collector
 * included, is printed for the reading of the profiles and for each round.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 9)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
@State(Scope.Benchmark)
public class RecomputeBenchmark {
    private static final int PROFILES = 50;
    private static final int IMAGES = 100;

    private final Map<LoadedProfile, Kind> profiles = new LinkedHashMap<>();
    private final List<BootedImage> images = new ArrayList<>();
    private final Map<Kind, List<BootChain>> chains = new EnumMap<>(Kind.class);
    private int round;
    private long before;

    @Setup
    public void readProfiles() {
        before = cpu();
        for (int number = 0; number < IMAGES; number++) {
            images.add(new BootedImage(number, "quiet"));
            images.add(new BootedImage(number, "debug"));
        }
        for (Kind kind : Kind.values()) {
            chains.put(kind, images.stream().map(image -> image.chain(kind)).toList());
        }
        RecordedProfiles recordings =
                new RecordedProfiles(Path.of(System.getProperty("hallmark.fixtures", "fixtures")));
        read(recordings, Kind.IPXE, name -> name.matches("(t13-)?pxe-ipxe.*"));
        read(recordings, Kind.UNIFIED, name -> name.matches("(t13-)?uki.*") && !name.contains("sdboot"));
        read(recordings, Kind.SHIM_GRUB, name -> name.matches("(t13-)?disk-.*"));
        if (profiles.size() != PROFILES) {
            throw new IllegalStateException("the recordings make " + profiles.size() + " profiles");
        }
        tell("profiles");
    }

    /** Every other profile says what its node booted; predictions for the others are held against the log each. */
    private void read(RecordedProfiles recordings, Kind kind, Predicate<String> wanted) {
        for (String name : recordings.names(wanted)) {
            if (profiles.size() < PROFILES) {
                BootedImage first = images.get(0);
                Optional<ProfileDocument.Booted> booted = profiles.size() % 2 == 0
                        ? Optional.of(new ProfileDocument.Booted(
                                first.chain(kind), first.artifacts(kind, "6.12.0"), new TreeMap<>()))
                        : Optional.empty();
                profiles.put(recordings.load(name, booted), kind);
            }
        }
    }

    @Setup(Level.Iteration)
    public void start() {
        round++;
        before = cpu();
    }

    @Benchmark
    public void tenThousandCombinations(Blackhole blackhole) {
        Map<Kind, List<List<Artifact>>> measured = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            measured.put(
                    kind,
                    images.stream()
                            .map(image -> image.artifacts(kind, "6.12." + round))
                            .toList());
        }
        profiles.forEach((profile, kind) -> {
            for (int i = 0; i < images.size(); i++) {
                blackhole.consume(profile.predict(
                        chains.get(kind).get(i),
                        ArtifactSet.of(measured.get(kind).get(i), Map.of())));
            }
        });
    }

    @TearDown(Level.Iteration)
    public void tell() {
        tell("round " + round);
    }

    private void tell(String what) {
        System.out.printf(Locale.ROOT, "[%s: %d ms of CPU] ", what, TimeUnit.NANOSECONDS.toMillis(cpu() - before));
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
