package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.Tool;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A software TPM that runs until it is closed, with its files in a folder. */
final class SoftwareTpm implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final String tcti;

    private SoftwareTpm(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.tcti = "swtpm:host=127.0.0.1,port=" + port;
    }

    static SoftwareTpm in(Path folder) throws IOException {
        for (String tool : List.of("swtpm", "tpm2_createek", "tpm2_createak", "tpm2_flushcontext")) {
            Tools.require(tool);
        }
        Files.createDirectories(folder.resolve("tpm"));
        int port = twoFreePorts();
        Process process = new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + folder.resolve("tpm"),
                        "--server",
                        "type=tcp,port=" + port + ",bindaddr=127.0.0.1",
                        "--ctrl",
                        "type=tcp,port=" + (port + 1) + ",bindaddr=127.0.0.1",
                        "--flags",
                        "startup-clear,not-need-init")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("tpm.log").toFile())
                .start();
        SoftwareTpm tpm = new SoftwareTpm(folder, process, port);
        tpm.awaitListening(port + 1);
        return tpm;
    }

    /** An endorsement key and an attestation key: {@code ek.ctx}, {@code ek.pub}, {@code ak.ctx}, {@code ak.pub}. */
    void makeKeys() {
        run("tpm2_createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek.pub");
        run("tpm2_flushcontext", "-t");
        run(
                "tpm2_createak",
                "-C",
                "ek.ctx",
                "-c",
                "ak.ctx",
                "-G",
                "rsa",
                "-g",
                "sha256",
                "-s",
                "rsassa",
                "-u",
                "ak.pub");
        run("tpm2_flushcontext", "-t");
    }

    /** Runs one of the tpm2-tools. */
    void run(String tool, String... arguments) {
        List<String> command = new ArrayList<>(List.of(tool, "-T", tcti));
        command.addAll(List.of(arguments));
        Tool.run(folder, new byte[0], command.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitListening(int port) {
        for (int i = 0; i < 100 && process.isAlive(); i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                RunningKeylime.pause();
            }
        }
        assertThat(process.isAlive()).as("swtpm runs").isTrue();
    }

    private static int twoFreePorts() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (IOException e) {
                // The next one is taken; try another pair.
            }
        }
        throw new IOException("no two free ports");
    }
}
