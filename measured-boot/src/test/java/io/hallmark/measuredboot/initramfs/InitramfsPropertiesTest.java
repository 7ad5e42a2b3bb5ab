package io.hallmark.measuredboot.initramfs;

import static io.hallmark.measuredboot.initramfs.Archives.MICROCODE;
import static io.hallmark.measuredboot.initramfs.Archives.concat;
import static io.hallmark.measuredboot.initramfs.Archives.entry;
import static io.hallmark.measuredboot.initramfs.Archives.gzip;
import static io.hallmark.measuredboot.initramfs.Archives.trailer;
import static io.hallmark.measuredboot.initramfs.HostileInitramfsTest.onlyTheDeclaredError;
import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class InitramfsPropertiesTest {

    @Property(tries = 300)
    void bytes_of_any_kind_are_read_or_refused(@ForAll @Size(max = 400) byte[] tail) {
        onlyTheDeclaredError(tail);
        onlyTheDeclaredError(concat(MICROCODE, tail));
        onlyTheDeclaredError(gzip(tail));
        onlyTheDeclaredError(concat(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}, tail));
        onlyTheDeclaredError(concat(new byte[] {0x04, 0x22, 0x4D, 0x18}, tail));
        onlyTheDeclaredError(concat(new byte[] {0x02, 0x21, 0x4C, 0x18}, tail));
    }

    @Property(tries = 200)
    void every_file_comes_out_with_its_digest_however_the_archives_are_packed(
            @ForAll @Size(max = 6) List<@AlphaChars @StringLength(max = 70) String> contents,
            @ForAll boolean compressed,
            @ForAll @IntRange(max = 9) int words) {
        byte[] image = new byte[0];
        for (String content : contents) {
            byte[] archive = concat(entry("070701", "f" + content.length(), 0100644, content, 0), trailer());
            image = concat(image, compressed ? gzip(archive) : archive, new byte[4 * words]);
        }
        List<Digest> expected = contents.stream()
                .map(content -> Bank.SHA256.hash(content.getBytes(StandardCharsets.UTF_8)))
                .toList();

        assertThat(Archives.read(image)).extracting(Entry::sha256).isEqualTo(expected);
    }
}
