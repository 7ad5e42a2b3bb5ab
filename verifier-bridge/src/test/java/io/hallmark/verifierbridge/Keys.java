package io.hallmark.verifierbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Keys and certificates that openssl makes. */
public final class Keys {
    private Keys() {}

    /** An EC key in PKCS#8 with a certificate, as the parts of a credential. */
    public static Map<String, byte[]> ec(Path folder, String id, String curve)
            throws IOException, InterruptedException {
        return make(folder, id, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + curve);
    }

    /** An RSA key with a certificate, as the parts of a credential. */
    public static Map<String, byte[]> rsa(Path folder, String id) throws IOException, InterruptedException {
        return make(folder, id, "-newkey", "rsa:2048");
    }

    /** Runs openssl in a folder. */
    public static void openssl(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Tools.require("openssl").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(command.toString()).isZero();
    }

    private static Map<String, byte[]> make(Path folder, String id, String... key)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("req", "-x509", "-nodes", "-subj", "/CN=test", "-days", "2"));
        arguments.addAll(List.of(key));
        arguments.addAll(List.of("-keyout", id + ".key.pem", "-out", id + ".cert.pem"));
        openssl(folder, arguments.toArray(String[]::new));
        return Map.of(
                id + "/key.pem", Files.readAllBytes(folder.resolve(id + ".key.pem")),
                id + "/cert.pem", Files.readAllBytes(folder.resolve(id + ".cert.pem")));
    }
}
