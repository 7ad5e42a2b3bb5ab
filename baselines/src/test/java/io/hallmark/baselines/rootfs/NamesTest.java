package io.hallmark.baselines.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Names of files keep each byte, and have the order of a walk. */
class NamesTest {
    @Property(tries = 500)
    void no_byte_of_a_name_is_lost(@ForAll @Size(max = 40) byte[] name) {
        assertThat(FileName.toBytes(FileName.ofBytes(name))).isEqualTo(name);
    }

    @Property(tries = 500)
    void two_names_have_two_texts(@ForAll @Size(max = 3) byte[] one, @ForAll @Size(max = 3) byte[] other) {
        assertThat(FileName.ofBytes(one).equals(FileName.ofBytes(other))).isEqualTo(Arrays.equals(one, other));
    }

    @Test
    void bytes_that_are_no_text_become_what_python_makes_of_them() {
        // os.fsdecode(b'a\xe9\xf0\x9f\x98\x80\xed\xb2\x80') of Python 3.11 in UTF-8
        byte[] name = {
            'a', (byte) 0xE9, (byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80, (byte) 0xED, (byte) 0xB2, (byte) 0x80
        };

        assertThat(FileName.ofBytes(name)).isEqualTo("a\uDCE9\uD83D\uDE00\uDCED\uDCB2\uDC80");
        assertThat(FileName.isText(FileName.ofBytes(name))).isFalse();
        assertThat(FileName.isText("a\uD83D\uDE00é")).isTrue();
    }

    @Test
    void a_folder_comes_before_what_is_in_it_and_names_go_by_their_bytes() {
        List<String> sorted =
                List.of("/", "/a", "/a/z", "/a/\uFFFD", "/a/\uD83D\uDE00", "/a/\uDCFF", "/a b", "/a-b", "/ab", "/b");

        List<String> found = Stream.concat(
                        sorted.stream().skip(4), sorted.stream().limit(4))
                .sorted(PathOrder.INSTANCE)
                .toList();

        assertThat(found).isEqualTo(sorted);
    }
}
