package io.hallmark.baselines.secureboot;

import static io.hallmark.baselines.secureboot.TestKeys.SHA256;
import static io.hallmark.baselines.secureboot.TestKeys.X509;
import static io.hallmark.baselines.secureboot.TestKeys.certificate;
import static io.hallmark.baselines.secureboot.TestKeys.join;
import static io.hallmark.baselines.secureboot.TestKeys.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What firmware's variables hold after an update is appended. */
class KeyUpdateTest {
    private static final byte[] ONE = hash(1);
    private static final byte[] TWO = hash(2);
    private static final byte[] THREE = hash(3);

    private static byte[] hash(int value) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) value);
        return hash;
    }

    private static KeyUpdate dbx(byte[]... updates) {
        return new KeyUpdate(
                List.of(), List.of(), Arrays.stream(updates).map(Content::new).toList(), Optional.empty());
    }

    private static byte[] after(byte[] now, byte[]... updates) {
        FirmwareKeys keys = new FirmwareKeys(Map.of(FirmwareKeys.DBX, new Content(now)));
        return dbx(updates).appliedTo(keys).variables().get(FirmwareKeys.DBX).bytes();
    }

    @Test
    void entries_that_are_there_already_are_left_out_and_so_are_lists_that_become_empty() throws Exception {
        byte[] now = join(list(SHA256, ONE), list(SHA256, TWO));
        byte[] certificate = list(X509, certificate("cert-a.der"));

        assertThat(after(now, list(SHA256, TWO, THREE, ONE))).isEqualTo(join(now, list(SHA256, THREE)));
        assertThat(after(now, join(list(SHA256, ONE), certificate))).isEqualTo(join(now, certificate));
        assertThat(after(now, list(SHA256, TWO, ONE))).isEqualTo(now);
    }

    @Test
    void an_entry_of_another_owner_is_another_entry_and_an_update_is_not_held_against_itself() {
        byte[] now = list(SHA256, ONE);
        byte[] others = now.clone();
        others[28] ^= 1;

        assertThat(after(now, others)).isEqualTo(join(now, others));
        assertThat(after(now, list(SHA256, TWO, TWO))).isEqualTo(join(now, list(SHA256, TWO, TWO)));
    }

    @Test
    void a_second_update_finds_what_the_first_one_left() {
        byte[] now = list(SHA256, ONE);

        assertThat(after(now, list(SHA256, TWO), list(SHA256, TWO, THREE)))
                .isEqualTo(join(now, list(SHA256, TWO), list(SHA256, THREE)));
        assertThat(dbx(list(SHA256, TWO)).then(dbx(list(SHA256, THREE))))
                .isEqualTo(dbx(list(SHA256, TWO), list(SHA256, THREE)));
    }

    @Test
    void a_variable_that_does_not_exist_is_the_update() {
        FirmwareKeys none = new FirmwareKeys(Map.of());
        Content level = new Content("sbat,1,2025051000\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        KeyUpdate update = new KeyUpdate(
                List.of(new Content(list(SHA256, ONE))),
                List.of(new Content(list(SHA256, TWO))),
                List.of(),
                Optional.of(level));

        assertThat(update.appliedTo(none).variables())
                .isEqualTo(Map.of(
                        FirmwareKeys.KEK, new Content(list(SHA256, ONE)),
                        FirmwareKeys.DB, new Content(list(SHA256, TWO)),
                        FirmwareKeys.SBAT_LEVEL, level));
        assertThat(KeyUpdate.NONE.appliedTo(none)).isEqualTo(none);
    }

    @Test
    void an_update_that_is_cut_off_is_refused() {
        byte[] update = list(SHA256, ONE, TWO);
        for (int length = 1; length < update.length; length++) {
            byte[] cut = Arrays.copyOf(update, length);
            assertThatThrownBy(() -> after(list(SHA256, ONE), cut))
                    .isInstanceOf(MeasuredBootException.class)
                    .hasMessageContaining("contradicts its size");
        }
    }
}
