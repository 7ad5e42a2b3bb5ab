package io.hallmark.benchmarks;

import io.hallmark.baselines.rootfs.LocalPrograms;
import io.hallmark.baselines.rootfs.RootLimits;
import io.hallmark.baselines.rootfs.RootWalk;
import io.hallmark.puppetbridge.aide.AideConfiguration;
import io.hallmark.puppetbridge.aide.AideDatabase;
import io.hallmark.verifierbridge.keylime.RuntimePolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/**
 * AIDE's database and Keylime's runtime policy of a folder with many files, by one walk; beside {@code aide --init} and {@code
 * keylime-policy create runtime}, which make one each. Where Keylime is not installed its part ends at once.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
@State(Scope.Benchmark)
public class RootfsBenchmark {
    private static final String RULES = "Content = ftype+p+u+g+s+l+sha256\n/ Content\n";

    /** A folder that stands for a root; of root's files only, or Keylime leaves the others out. */
    @Param("/usr/lib")
    public String root;

    /** A Python that has Keylime. */
    @Param("python3")
    public String python;

    private Path folder;
    private String configuration;

    @Setup
    public void writeConfiguration() throws IOException {
        folder = Files.createTempDirectory("hallmark-benchmark");
        String files = "database_out=file:" + folder
                + "/aide.db\nreport_url=file:/dev/null\ngzip_dbout=no\nroot_prefix=" + root + "\n";
        configuration =
                Files.writeString(folder.resolve("aide.conf"), files + RULES).toString();
    }

    @TearDown
    public void deleteFiles() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    public int hallmarkBoth() throws IOException {
        AideConfiguration rules = AideConfiguration.parse(configuration, Files.readString(Path.of(configuration)));
        try (RootWalk walk = RootWalk.over(
                Path.of(root),
                rules.question().and(RuntimePolicyDocument.question()),
                RootLimits.DEFAULT,
                new LocalPrograms())) {
            Files.write(
                    folder.resolve("policy.json"),
                    RuntimePolicyDocument.write(walk.tree(), List.of()).bytes());
            AideDatabase.Written database = AideDatabase.write(rules, walk.tree());
            Files.write(folder.resolve("hallmark.db"), database.bytes());
            return database.files();
        }
    }

    @Benchmark
    public int aideInit() throws IOException, InterruptedException {
        return Command.run("aide", "--config=" + configuration, "--init");
    }

    @Benchmark
    public int keylimePolicy() throws IOException, InterruptedException {
        return Command.run(
                python,
                "-m",
                "keylime.cmd.keylime_policy",
                "create",
                "runtime",
                "--rootfs",
                root,
                "-o",
                folder.resolve("keylime.json").toString());
    }
}
