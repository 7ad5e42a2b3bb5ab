package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.digest.Bank;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a proposal at many moments: both repositories stay usable, and the next run completes. */
class KillTest {
    private static final int MOMENTS = 10;

    @TempDir
    Path folder;

    @Test
    void a_killed_proposal_leaves_the_old_state_or_the_new_one() throws Exception {
        Sandbox sandbox = Sandbox.afterDemo(folder);
        sandbox.merge();
        sandbox.write("boot/loader.conf", "timeout 100\n");
        sandbox.commit("change that is proposed undisturbed");
        long started = System.nanoTime();
        assertThat(propose(sandbox).waitFor()).isZero();
        long undisturbed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        for (int moment = 0; moment < MOMENTS; moment++) {
            sandbox.write("boot/loader.conf", "timeout " + moment + "\n");
            sandbox.commit("change " + moment);
            String main = sandbox.head("main");
            killAfter(undisturbed / 4 + undisturbed * moment / MOMENTS, sandbox);

            assertThat(sandbox.head("main")).isEqualTo(main);
            fsck(sandbox.baselines());
            fsck(sandbox.image());
            Run next = sandbox.propose();
            assertThat(next.exit()).as(next.err()).isZero();
            assertThat(sandbox.content("hallmark/sample", "baselines/sample/disk/qemu-q35-disk.yaml"))
                    .as("the proposal after the kill is of change %d", moment)
                    .contains(sha256("timeout " + moment + "\n"));
            fsck(sandbox.baselines());
            assertThat(Run.of(
                                    "check",
                                    sandbox.baselines().toString(),
                                    "--cache",
                                    folder.resolve("cache").toString())
                            .exit())
                    .isZero();
        }
    }

    private static String sha256(String text) {
        return Bank.SHA256.hash(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private Process propose(Sandbox sandbox) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.hallmark.cli.Main",
                        "propose",
                        sandbox.image().toString(),
                        "--baselines",
                        sandbox.baselines().toString(),
                        "--cache",
                        folder.resolve("cache").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile())
                .start();
    }

    /** From a quarter of what an undisturbed run takes on; before that Java starts. */
    private void killAfter(long milliseconds, Sandbox sandbox) throws IOException, InterruptedException {
        Process process = propose(sandbox);
        // Where the process is by then differs from run to run; each state must be survived.
        process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }

    private void fsck(Path repository) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        List.of("git", "-C", repository.toString(), "fsck", "--strict", "--no-dangling"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
