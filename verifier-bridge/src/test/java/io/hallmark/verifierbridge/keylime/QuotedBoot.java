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

/** A boot as an agent would show it: a software TPM is extended by the log's events, and quotes its PCRs. */
public final class QuotedBoot implements AutoCloseable {
    private static final String NONCE = "a1b2c3d4e5f60718";
    /** All that Keylime asks for, but that of IMA. */
    private static final String PCRS = "sha256:0,1,2,3,4,5,6,7,8,9,11,12,13,14,15";

    private final Path log;
    private final Path folder;
    private final SoftwareTpm tpm;

    private QuotedBoot(Path log, Path folder, SoftwareTpm tpm) {
        this.log = log;
        this.folder = folder;
        this.tpm = tpm;
    }

    /** A node whose TPM was extended by what the log says. */
    public static QuotedBoot start(Path log, Path folder) {
        Tools.require("tpm2_pcrextend");
        Tools.require("tpm2_quote");
        try {
            QuotedBoot boot = new QuotedBoot(log, folder, SoftwareTpm.in(folder));
            List<String> extend = new ArrayList<>();
            for (LogEvent event : EventLogReader.read(log).events()) {
                if (event.extendsPcr()) {
                    extend.add(event.pcr() + ":sha256="
                            + event.digests().in(Bank.SHA256).orElseThrow().hex());
                }
            }
            boot.extend(extend);
            boot.tpm.makeKeys();
            return boot;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same as {@link #evidence()} of a node that is then turned off. */
    static Map<String, Object> evidence(Path log, Path folder) {
        try (QuotedBoot boot = start(log, folder)) {
            return boot.evidence();
        }
    }

    /** The members of the request that say what a node has shown; policies are to be added. */
    public synchronized Map<String, Object> evidence() {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("quote", quote(NONCE, PCRS));
        evidence.put("nonce", NONCE);
        evidence.put("hash_alg", "sha256");
        evidence.put("tpm_ek", base64(folder.resolve("ek.pub")));
        evidence.put("tpm_ak", attestationKey());
        evidence.put("mb_log", base64(log));
        return evidence;
    }

    /** Gives a PCR that may be reset this digest alone, as an agent does it. */
    void bind(int pcr, Digest digest) {
        tpm.run("tpm2_pcrreset", String.valueOf(pcr));
        extend(List.of(pcr + ":sha256=" + digest.hex()));
    }

    private void extend(List<String> digests) {
        tpm.run("tpm2_pcrextend", digests.toArray(String[]::new));
    }

    /** The public part of the attestation key, as the registrar and the verifier take it. */
    String attestationKey() {
        return base64(folder.resolve("ak.pub"));
    }

    /** A quote in Keylime's form, of the PCRs that Keylime asks for and one more. */
    synchronized String quote(String nonce, int another) {
        return quote(nonce, PCRS + "," + another);
    }

    private String quote(String nonce, String pcrs) {
        tpm.run(
                "tpm2_quote",
                "-c",
                "ak.ctx",
                "-l",
                pcrs,
                "-g",
                "sha256",
                "-q",
                HexFormat.of().formatHex(nonce.getBytes(StandardCharsets.US_ASCII)),
                "-m",
                "quote.msg",
                "-s",
                "quote.sig",
                "-o",
                "quote.pcrs");
        // The tools leave the key loaded, and a TPM has room for three.
        tpm.run("tpm2_flushcontext", "-t");
        return "r" + base64(folder.resolve("quote.msg")) + ":" + base64(folder.resolve("quote.sig")) + ":"
                + base64(folder.resolve("quote.pcrs"));
    }

    static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tpm.close();
    }
}
