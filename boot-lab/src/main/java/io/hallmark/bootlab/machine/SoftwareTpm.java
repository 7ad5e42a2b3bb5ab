package io.hallmark.bootlab.machine;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.host.Command;
import io.hallmark.bootlab.host.Processes;
import io.hallmark.bootlab.host.Programs;
import io.hallmark.measuredboot.digest.Bank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A new TPM 2.0 with all four banks, in a process of its own that QEMU talks to. */
final class SoftwareTpm implements AutoCloseable {
    private static final int SECONDS_TO_START = 600;

    private final Process process;
    private final Path socket;

    private SoftwareTpm(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** @param folder for its state and socket */
    static SoftwareTpm start(Path folder) {
        Path state = folder.resolve("tpm");
        Path socket = folder.resolve("tpm.sock");
        try {
            Files.createDirectories(state);
            Command.of(
                            "swtpm_setup",
                            "--tpm2",
                            "--tpmstate",
                            state.toString(),
                            "--pcr-banks",
                            MachineSetup.BANKS.stream().map(Bank::label).collect(Collectors.joining(",")),
                            "--overwrite")
                    .run();
            Process process = Processes.watched(new ProcessBuilder(
                            Programs.path("swtpm"),
                            "socket",
                            "--tpm2",
                            "--tpmstate",
                            "dir=" + state,
                            "--ctrl",
                            "type=unixio,path=" + socket,
                            "--terminate")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("tpm.log").toFile())
                    .start());
            await(process, socket);
            return new SoftwareTpm(process, socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path socket() {
        return socket;
    }

    private static void await(Process process, Path socket) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (!Files.exists(socket)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                Processes.kill(process);
                throw new BootLabException("the software TPM did not start");
            }
            Pause.milliseconds(20);
        }
    }

    @Override
    public void close() {
        Processes.kill(process);
    }
}
