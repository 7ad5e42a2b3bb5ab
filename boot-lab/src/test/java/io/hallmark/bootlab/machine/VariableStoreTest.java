package io.hallmark.bootlab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.bootlab.host.BootLabException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VariableStoreTest {
    private static final int VOLUME_HEADER = 72;
    private static final int FIRST = VOLUME_HEADER + 28;

    @Test
    void a_variable_is_written_where_the_last_one_ends() {
        byte[] file = new VariableStore(emptyStore(8192))
                .add(new BootVariable("Boot0007", new byte[] {1, 2, 3}))
                .add(BootVariable.order(7))
                .bytes();

        ByteBuffer store = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(store.getInt(FIRST)).isEqualTo(0x003F55AA);
        assertThat(store.getInt(FIRST + 36)).isEqualTo(18);
        assertThat(store.getInt(FIRST + 40)).isEqualTo(3);
        assertThat(text(file, FIRST + 60, 18)).isEqualTo("Boot0007\0");
        int second = FIRST + 60 + 18 + 3 + 3;
        assertThat(store.getInt(second)).isEqualTo(0x003F55AA);
        assertThat(text(file, second + 60, 20)).isEqualTo("BootOrder\0");
        assertThat(Arrays.copyOfRange(file, second + 80, second + 82)).containsExactly(7, 0);
        assertThat(store.getInt(second + 84)).isEqualTo(-1);
    }

    @Test
    void a_store_that_was_written_before_is_continued() {
        byte[] once =
                new VariableStore(emptyStore(8192)).add(BootVariable.order(7)).bytes();

        byte[] twice = new VariableStore(once).add(BootVariable.order(8)).bytes();

        assertThat(Arrays.copyOf(twice, FIRST + 84)).isEqualTo(Arrays.copyOf(once, FIRST + 84));
        assertThat(text(twice, FIRST + 84 + 60, 20)).isEqualTo("BootOrder\0");
    }

    @Test
    void what_is_no_store_or_full_is_refused() {
        assertThatThrownBy(() -> new VariableStore(new byte[8192]))
                .isInstanceOf(BootLabException.class)
                .hasMessageContaining("no variable store");
        assertThatThrownBy(() -> new VariableStore(emptyStore(8192)).add(new BootVariable("Boot0001", new byte[9000])))
                .isInstanceOf(BootLabException.class)
                .hasMessageContaining("no room for Boot0001");
    }

    @Test
    void an_entry_has_the_disk_partition_the_file_and_the_options() {
        byte[] entry = BootVariable.entry(7, "Lab", "5d6e9c1b-3f27-4a80-9b64-2c1e0a7d8f11", 2048, 204_800, "\\a", "x=1")
                .value();

        assertThat(HexFormat.of().formatHex(entry))
                .isEqualTo("01000000" + "3800" + "4c00610062000000"
                        + "04012a00" + "01000000" + "0008000000000000" + "0020030000000000"
                        + "1b9c6e5d273f804a9b642c1e0a7d8f11" + "0202"
                        + "04040a00" + "5c0061000000"
                        + "7fff0400"
                        + "78003d0031000000");
    }

    private static String text(byte[] file, int from, int length) {
        return new String(file, from, length, StandardCharsets.UTF_16LE);
    }

    private static byte[] emptyStore(int size) {
        byte[] file = new byte[size];
        Arrays.fill(file, FIRST, size, (byte) 0xFF);
        ByteBuffer store = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        store.put(40, "_FVH".getBytes(StandardCharsets.US_ASCII));
        store.putShort(48, (short) VOLUME_HEADER);
        store.putInt(VOLUME_HEADER + 16, size - VOLUME_HEADER);
        return file;
    }
}
