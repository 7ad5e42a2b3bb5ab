package io.hallmark.measuredboot.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SM3 as GB/T 32905-2016 defines it. */
class Sm3Test {
    @TempDir
    Path folder;

    @Test
    void gives_the_digests_of_the_standards_examples() {
        assertThat(sm3("abc")).isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(sm3("abcd".repeat(16)))
                .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    @Test
    void gives_the_digest_of_a_million_letters() {
        assertThat(sm3("a".repeat(1_000_000)))
                .isEqualTo("c8aaf89429554029e231941a2acc0ad61ff2a5acd8fadd25847a3a732b3b02c3");
    }

    @Test
    void parts_are_digested_as_one() {
        assertThat(Bank.SM3_256.hash("ab".getBytes(US_ASCII), new byte[0], "c".getBytes(US_ASCII)))
                .isEqualTo(Bank.SM3_256.hash("abc".getBytes(US_ASCII)));
    }

    @Test
    void openssl_gives_the_same_for_every_length_around_a_block() throws IOException, InterruptedException {
        Path openssl = Tools.require("openssl");
        Random random = new Random(32905);
        for (int length : List.of(0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 4097)) {
            byte[] data = new byte[length];
            random.nextBytes(data);

            assertThat(Bank.SM3_256.hash(data).hex()).as("%d bytes", length).isEqualTo(byOpenssl(openssl, data));
        }
    }

    @Test
    void files_are_not_measured_in_it() {
        assertThat(Bank.allComputable()).containsExactly(Bank.SHA1, Bank.SHA256, Bank.SHA384, Bank.SHA512);
        assertThatThrownBy(() -> new Hasher(List.of(Bank.SM3_256)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("sm3_256");
    }

    private static String sm3(String text) {
        return Bank.SM3_256.hash(text.getBytes(US_ASCII)).hex();
    }

    private String byOpenssl(Path openssl, byte[] data) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("data"), data);
        Process process = new ProcessBuilder(openssl.toString(), "dgst", "-sm3", "-r", file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.substring(0, 64);
    }
}
