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
    void keys_are_put_after_those_that_a_variable_has_and_the_old_one_is_deleted() {
        byte[] certificate = {9, 8, 7};
        KeyVariable more = KeyVariable.db(certificate);
        byte[] once = new VariableStore(emptyStore(8192)).append(more).bytes();
        byte[] twice = new VariableStore(once)
                .add(BootVariable.order(7))
                .append(more)
                .append(KeyVariable.revoking(certificate))
                .bytes();

        ByteBuffer store = ByteBuffer.wrap(twice).order(ByteOrder.LITTLE_ENDIAN);
        int length = 28 + 16 + 3;
        assertThat(ByteBuffer.wrap(once).order(ByteOrder.LITTLE_ENDIAN).getInt(FIRST))
                .isEqualTo(0x003F55AA);
        // In the state byte of a variable, bits are cleared: added (0x3F), deleted (0xFD).
        assertThat(store.getInt(FIRST)).isEqualTo(0x003D55AA);
        assertThat(store.getInt(FIRST + 4)).isEqualTo(0x27);
        int second = FIRST + 60 + 6 + length + 3;
        assertThat(text(twice, second + 60, 20)).isEqualTo("BootOrder\0");
        int third = second + 84;
        assertThat(store.getInt(third)).isEqualTo(0x003F55AA);
        assertThat(text(twice, third + 60, 6)).isEqualTo("db\0");
        assertThat(store.getInt(third + 40)).isEqualTo(2 * length);
        byte[] list = Arrays.copyOfRange(once, FIRST + 66, FIRST + 66 + length);
        assertThat(HexFormat.of().formatHex(list))
                .startsWith("a159c0a5e494a74a87b5ab155c2bf072" + "2f000000" + "00000000" + "13000000")
                .endsWith("090807");
        assertThat(Arrays.copyOfRange(twice, third + 66, third + 66 + length)).isEqualTo(list);
        assertThat(Arrays.copyOfRange(twice, third + 66 + length, third + 66 + 2 * length))
                .isEqualTo(list);
        int fourth = third + 60 + 6 + 2 * length;
        assertThat(text(twice, fourth + 60, 8)).isEqualTo("dbx\0");
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
