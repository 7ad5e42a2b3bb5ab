package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.measuredboot.digest.Bank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reading recorded logs; what must come out is what the TPM reported and what the recordings' changes were. */
class EventLogCommandsTest {
    private static final Path FIXTURES = Path.of(System.getProperty("hallmark.fixtures"));

    @Test
    void show_tells_every_event_in_words() {
        Run run = Run.of("eventlog", "show", log("disk-grub-sb"));

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines().filter(line -> line.matches("\\d+ .*"))).hasSize(48);
        assertThat(run.out())
                .contains("SecureBoot: on")
                .contains("\\EFI\\BOOT\\BOOTX64.EFI")
                .contains("grub_cmd: linux /vmlinuz console=ttyS0 quiet bootlab=base");
    }

    @Test
    void show_tells_what_is_odd_about_a_log() {
        Run padded = Run.of("eventlog", "show", corpus("trustee/CCEL_data_gcp"));
        Run windows = Run.of("eventlog", "show", corpus("guard-oss/IMN-SUPERMICRO-no-epp.bin"));

        assertThat(padded.out()).contains("note: padding: 241795 bytes");
        assertThat(windows.out()).contains("warning: fewer-digests: ").contains("note: no-pcr: ");
    }

    @Test
    void show_gives_json_with_digests_in_every_bank() {
        Run run = Run.of("eventlog", "show", "--json", log("uki"));

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("\"format\": \"crypto-agile\"")
                .contains("\"type\": \"EV_EFI_GPT_EVENT\"")
                .contains("\"sha512\": ");
    }

    @Test
    void replay_gives_the_values_that_the_tpm_reported() throws IOException {
        Run text = Run.of("eventlog", "replay", log("uki"));
        Run json = Run.of("eventlog", "replay", "--json", log("uki"));
        Path reported = FIXTURES.resolve("boots/uki/pcrs.json");
        String pcr11 = FirmwareDumps.pcrs("pcrs.json", Files.readAllBytes(reported))
                .get(Bank.SHA256)
                .get(11)
                .hex();

        assertThat(text.exit()).isZero();
        assertThat(text.out()).contains("sha256\n").contains("  11  " + pcr11);
        assertThat(json.out()).contains("\"11\": \"" + pcr11 + "\"");
    }

    @Test
    void replay_says_why_a_bank_has_no_values() {
        Run run = Run.of("eventlog", "replay", corpus("guard-oss/IMN-SUPERMICRO-no-epp.bin"));

        assertThat(run.out()).contains("incomplete: ").contains("has no sha1 digest");
    }

    @Test
    void diff_tells_the_events_that_a_new_command_line_changed_and_exits_with_1() {
        Run run = Run.of("eventlog", "diff", log("uki"), log("uki-cmdline"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines().map(line -> line.replaceFirst(" event.*", "")))
                .containsExactlyInAnyOrder("- PCR 4", "+ PCR 4", "- PCR 9", "+ PCR 9", "- PCR 11", "+ PCR 11");
    }

    @Test
    void diff_of_two_boots_of_the_same_files_is_empty_and_exits_with_0() {
        Run run = Run.of("eventlog", "diff", log("uki"), log("uki-again"));

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void diff_gives_json() {
        Run run = Run.of("eventlog", "diff", "--json", log("uki"), log("uki-initrd"));

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains("\"pcr\": 11")
                .contains("\"first\": null")
                .contains("\"second\": null");
    }

    private static String log(String recording) {
        return FIXTURES.resolve("boots")
                .resolve(recording)
                .resolve("eventlog.bin")
                .toString();
    }

    private static String corpus(String file) {
        return FIXTURES.resolve("eventlogs").resolve(file).toString();
    }
}
