package io.hallmark.verifierbridge.keylime;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        Tools.require("tpm2_pcrextend");
        Tools.require("tpm2_quote");
        try (SoftwareTpm tpm = SoftwareTpm.in(folder)) {
            return quote(log, folder, tpm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> quote(Path log, Path folder, SoftwareTpm tpm) throws IOException {
        List<String> extend = new ArrayList<>();
        for (LogEvent event : EventLogReader.read(log).events()) {
            if (event.extendsPcr()) {
                Digest digest = event.digests().in(Bank.SHA256).orElseThrow();
                extend.add(event.pcr() + ":sha256=" + digest.hex());
            }
        }
        tpm.run("tpm2_pcrextend", extend.toArray(String[]::new));
        tpm.makeKeys();
        tpm.run(
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

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
