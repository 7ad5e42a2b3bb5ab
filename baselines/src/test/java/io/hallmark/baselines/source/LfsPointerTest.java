package io.hallmark.baselines.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsPointerTest {
    private static final String VERSION = "version https://git-lfs.github.com/spec/v1\n";
    private static final String OID = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";

    @Test
    void the_example_of_the_specification_is_read() {
        assertThat(parse(VERSION + "oid sha256:" + OID + "\nsize 12345\n")).contains(new LfsPointer(OID, 12345));
    }

    @Test
    void unknown_keys_and_other_line_ends_do_not_matter() {
        assertThat(parse(VERSION.strip() + "\r\noid sha256:" + OID + "\r\nsize 0\r\nx-new thing"))
                .contains(new LfsPointer(OID, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MZ", "oid sha256:00\nversion https://git-lfs.github.com/spec/v1\n", "version 1.2\noid x\n"})
    void other_content_is_no_pointer(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oid sha256:00\nsize 1\n",
                "oid md5:d41d8cd98f00b204e9800998ecf8427e\nsize 1\n",
                "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n",
                "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize -1\n",
                "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 1\nsize 2\n",
                "ext-0-foo sha256:00\n"
                        + "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
                        + "size 1\n",
                "<<<<<<< HEAD\n"
            })
    void what_begins_like_a_pointer_and_is_none_is_an_error(String rest) {
        assertThatThrownBy(() -> parse(VERSION + rest))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("git lfs pull");
    }

    @Test
    void a_pointer_of_another_version_is_an_error() {
        assertThatThrownBy(() -> parse("version https://git-lfs.github.com/spec/v2\noid sha256:" + OID + "\nsize 1\n"))
                .hasMessageContaining("spec/v2");
    }

    private static Optional<LfsPointer> parse(String text) {
        return LfsPointer.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
