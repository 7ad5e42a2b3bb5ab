package io.hallmark.bootlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NewcArchiveTest {
    @Test
    void entries_are_as_the_kernel_reads_them() {
        byte[] archive = new NewcArchive()
                .folder("etc")
                .file("etc/tag", "a\n".getBytes(StandardCharsets.US_ASCII))
                .finish();

        String text = new String(archive, StandardCharsets.US_ASCII);
        assertThat(text)
                .startsWith("070701" + "00000001" + "000041ED" + "00000000".repeat(2) + "00000001" + "6553F100"
                        + "00000000".repeat(5) + "00000004" + "00000000" + "etc\0")
                .contains("00000002" + "00000000".repeat(4) + "00000008" + "00000000" + "etc/tag\0\0\0a\n\0\0")
                .endsWith("TRAILER!!!\0\0\0\0");
        assertThat(archive.length % 4).isZero();
    }
}
