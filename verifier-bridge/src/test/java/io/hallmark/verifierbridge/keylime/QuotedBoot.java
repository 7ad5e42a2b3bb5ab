package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evidence of a boot as an agent would send it: a software TPM is extended by the log's events, and quotes its PCRs. */
final class QuotedBoot {
    private static final String NONCE = "a1b2c3d4e5f60718";
    private static final String PCRS = "sha256:0,1,2,3,4,5,6,7,8,9,11,12,13,14,15";

    private QuotedBoot() {}

    /** The members of the request that say what a node has shown; policies are to be added. */
    static Map<String, Object> evidence(Path log, Path folder) {
        for (String tool : List.of(
                "swtpm", "tpm2_pcrextend", "tpm2_createek", "tpm2_createak", "tpm2_quote", "tpm2_flushcontext")) {
            Tools.require(tool);
        }
        try {
            Files.createDirectories(folder.resolve("tpm"));
            int port = twoFreePorts();
            Process tpm = new ProcessBuilder(
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
            try {
                awaitListening(tpm, port);
                return quote(log, folder, "swtpm:host=127.0.0.1,port=" + port);
            } finally {
                tpm.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> quote(Path log, Path folder, String tcti) throws IOException {
        List<String> extend = new ArrayList<>(List.of("tpm2_pcrextend", "-T", tcti));
        for (LogEvent event : EventLogReader.read(log).events()) {
            if (event.extendsPcr()) {
                Digest digest = event.digests().in(Bank.SHA256).orElseThrow();
                extend.add(event.pcr() + ":sha256=" + digest.hex());
            }
        }
        Tool.run(folder, new byte[0], extend.toArray(String[]::new));
        tpm(folder, tcti, "tpm2_createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek.pub");
        tpm(folder, tcti, "tpm2_flushcontext", "-t");
        tpm(
                folder,
                tcti,
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
        tpm(folder, tcti, "tpm2_flushcontext", "-t");
        tpm(
                folder,
                tcti,
                "tpm2_quote",
                "-c",
                "ak.ctx",
                "-l",
                PCRS,
                "-g",
                "sha256",
                "-q",
                HexFormat.of().formatHex(NONCE.getBytes(StandardCharsets.US_ASCII)),
                "-m",
                "quote.msg",
                "-s",
                "quote.sig",
                "-o",
                "quote.pcrs");
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put(
                "quote",
                "r" + base64(folder.resolve("quote.msg")) + ":" + base64(folder.resolve("quote.sig")) + ":"
                        + base64(folder.resolve("quote.pcrs")));
        evidence.put("nonce", NONCE);
        evidence.put("hash_alg", "sha256");
        evidence.put("tpm_ek", base64(folder.resolve("ek.pub")));
        evidence.put("tpm_ak", base64(folder.resolve("ak.pub")));
        evidence.put("mb_log", base64(log));
        return evidence;
    }

    private static void tpm(Path folder, String tcti, String tool, String... arguments) {
        List<String> command = new ArrayList<>(List.of(tool, "-T", tcti));
        command.addAll(List.of(arguments));
        Tool.run(folder, new byte[0], command.toArray(String[]::new));
    }

    private static void awaitListening(Process tpm, int port) throws IOException {
        for (int i = 0; i < 100 && tpm.isAlive(); i++) {
            try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port + 1)) {
                return;
            } catch (IOException e) {
                RunningKeylime.pause();
            }
        }
        assertThat(tpm.isAlive()).as("swtpm runs").isTrue();
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

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
