package io.hallmark.benchmarks;

import io.hallmark.baselines.publish.ApprovedState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 200 policies for 5,000 agents are published to a stand-in of a Keylime verifier, over TLS on this machine and in this
 * JVM, in a heap of 512 MB for both: a kernel has changed in none, one or all of the images.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(
        value = 1,
        // Without the last the stand-in's server, and not what is measured, waits 40 ms in each answer (JDK-6968351).
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC", "-Dsun.net.httpserver.nodelay=true"})
@State(Scope.Benchmark)
public class KeylimeFleetBenchmark {
    private static final int IMAGES = 200;
    private static final int NODES = 25;

    /** In how many images a kernel has changed. */
    @Param({"0", "1", "200"})
    private int changed;

    private Fleet fleet;
    private ApprovedState state;
    private int round;

    @Setup
    public void enrol() throws Exception {
        fleet = new Fleet(IMAGES, NODES);
        fleet.publish(fleet.state(0, ""));
    }

    @Setup(Level.Iteration)
    public void changeKernels() {
        round++;
        state = fleet.state(changed, "kernel " + round);
        fleet.keylime().requests();
    }

    @TearDown(Level.Iteration)
    public void tellRequests() {
        System.out.print(fleet.keylime().requests() + " ");
    }

    @TearDown
    public void stop() {
        fleet.close();
    }

    @Benchmark
    public List<String> publish() {
        return fleet.publish(state);
    }
}
