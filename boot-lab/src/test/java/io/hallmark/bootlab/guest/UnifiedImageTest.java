package io.hallmark.bootlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.measure.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedImageTest {
    @TempDir
    Path folder;

    @Test
    void sections_are_added_and_the_symbol_table_is_dropped() throws IOException {
        Path stub = Files.write(folder.resolve("stub"), stub(0x400));

        Path image = new UnifiedImage()
                .section(".cmdline", "quiet".getBytes(StandardCharsets.US_ASCII))
                .section(".initrd", new byte[5000])
                .write(stub, folder.resolve("image"));

        PeFacts pe = FileMeasurer.measure(image, Progress.NONE).pe().orElseThrow();
        assertThat(pe.sections()).extracting(SectionFacts::name).contains(".cmdline", ".initrd");
        assertThat(pe.section(".initrd").orElseThrow().virtualSize()).isEqualTo(5000);
        assertThat(pe.section(".cmdline").orElseThrow().content().orElseThrow().text())
                .isEqualTo("quiet");
        assertThat(Files.size(image)).isEqualTo(0x600 + 0x200 + 5120L);
    }

    @Test
    void a_header_without_room_is_refused() {
        assertThatThrownBy(() ->
                        new UnifiedImage().section(".cmdline", new byte[1]).onto(stub(0x1B8)))
                .isInstanceOf(BootLabException.class)
                .hasMessageContaining("no room for 1 more sections");
    }

    /** An EFI file with one section and a symbol table after it. @param headers their size */
    private static byte[] stub(int headers) {
        ByteBuffer pe = ByteBuffer.allocate(0x700).order(ByteOrder.LITTLE_ENDIAN);
        pe.putShort(0, (short) 0x5A4D).putInt(0x3C, 0x80).putInt(0x80, 0x4550);
        int coff = 0x84;
        pe.putShort(coff, (short) 0x8664).putShort(coff + 2, (short) 1).putInt(coff + 8, 0x600);
        pe.putShort(coff + 16, (short) 240);
        int optional = coff + 20;
        pe.putShort(optional, (short) 0x20B).putInt(optional + 32, 0x1000).putInt(optional + 36, 0x200);
        pe.putInt(optional + 56, 0x2000).putInt(optional + 60, headers).putShort(optional + 68, (short) 10);
        pe.putInt(optional + 108, 16);
        int section = optional + 240;
        pe.put(section, ".text".getBytes(StandardCharsets.US_ASCII));
        pe.putInt(section + 8, 0x10).putInt(section + 12, 0x1000).putInt(section + 16, 0x200);
        pe.putInt(section + 20, 0x400).putInt(section + 36, 0x60000020);
        return pe.array();
    }
}
