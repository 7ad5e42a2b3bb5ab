package io.hallmark.verifierbridge.keylime.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * What a log of Keylime says about agents. {@code verifier.log} is a part of what Keylime 7.14.3 wrote while it polled a
 * node: on the previous kernel, then with the boot log of the new kernel although it was on the previous one, then on the
 * new one.
 */
class VerifierLogTest {
    private static final String OLD = "331e8e8c1e9d603337b8afecb7b5e5e669f8d22a9af5ed01cda9d44801007597";
    private static final String NEW = "67d4c7633199b4c3ce2428c0965010073d5771acbbf4104619d8ecf554236880";
    private static final Instant NOW = Instant.parse("2026-11-29T13:00:00Z");

    @Test
    void a_real_log_tells_when_a_node_showed_each_set_last_and_that_it_lied_in_between() throws IOException {
        String from = "Keylime's log verifier.log";
        assertThat(read(recorded()))
                .containsExactly(
                        observation(Optional.of(OLD), "2026-11-29T12:55:21Z", from),
                        observation(Optional.empty(), "2026-11-29T12:55:23Z", from),
                        observation(Optional.of(NEW), "2026-11-29T12:55:24Z", from));
    }

    private static Observation observation(Optional<String> set, String seen, String from) {
        return new Observation("ipxe-node", "ipxe", "boot", "q35-ipxe", set, Instant.parse(seen), from);
    }

    @Test
    void whatever_a_format_puts_before_messages_does_not_matter() {
        for (String prefix : List.of(
                "2026-11-29 12:00:00.123 - keylime.hallmark - INFO - ",
                "Nov 29 12:00:00 host keylime_verifier[17]: 2026-11-29 12:00:00 keylime.hallmark INFO (reqid=a1) ",
                "INFO:keylime.hallmark:")) {
            assertThat(read(prefix + shown("a", OLD, "12:00:00") + "\n"))
                    .as(prefix)
                    .hasSize(1);
            assertThat(read(prefix + shown("a", OLD, "12:00:00") + "\r\n")).hasSize(1);
        }
    }

    @Test
    void a_host_that_is_called_like_a_logger_hides_the_lines_and_that_is_told() {
        String line = "2026-11-29 12:00:00 keylime.hallmark INFO " + shown("a", OLD, "12:00:00") + "\n";
        String hidden = "Nov 29 12:00:00 keylime.example.org keylime_verifier[17]: " + line;

        assertThatThrownBy(() -> read(hidden + hidden + "2026 keylime.web INFO GET\n"))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("that begins with 'keylime.' before: 2;")
                .hasMessageContaining("journalctl -o cat");
        assertThat(read(hidden + line)).hasSize(1);
    }

    @Test
    void messages_of_other_loggers_are_not_believed_whatever_strangers_have_them_repeat() {
        String forged = "2026-11-29 12:00:00 keylime.verifier WARNING GET returning 400 response. URI not supported: /"
                + line(shown("a", NEW, "12:00:01"));
        assertThat(read(line(shown("a", OLD, "12:00:00")) + forged))
                .extracting(Observation::set)
                .containsExactly(Optional.of(OLD));
        assertThatThrownBy(() -> read(forged)).hasMessageContaining("no line of it is one of Hallmark's policy");
        assertThatThrownBy(() -> read(shown("a", OLD, "12:00:00") + "\n"))
                .hasMessageContaining("the name of the logger in each line");
    }

    @Test
    void of_one_set_only_the_last_time_counts_in_whatever_order_workers_write() {
        assertThat(read(line(shown("a", OLD, "12:00:05")) + line(shown("a", OLD, "12:00:01"))))
                .extracting(Observation::seen)
                .containsExactly(Instant.parse("2026-11-29T12:00:05Z"));
    }

    @Test
    void an_agent_whose_boot_log_is_not_that_of_its_quote_shows_nothing_until_it_is_attested_again() {
        String shown = line(shown("a", OLD, "12:00:00"));
        assertThat(read(shown + other("a"))).extracting(Observation::set).contains(Optional.empty());
        assertThat(read(shown + other("b")))
                .as("another agent's matter")
                .extracting(Observation::set)
                .containsExactly(Optional.of(OLD));
        assertThat(read(other("a") + line(shown("a", NEW, "12:00:01"))))
                .as("before anything was known of it")
                .extracting(Observation::set)
                .containsExactly(Optional.empty());
    }

    @Test
    void lines_of_another_version_from_the_future_or_with_other_content_stop_the_reading() {
        for (String wrong : List.of(
                shown("a", OLD, "12:00:00").replace("v1", "v2"),
                shown("a", OLD, "12:00:00").replace(OLD, OLD.substring(1)),
                shown("a", OLD, "12:00:00").replace("ipxe/boot", "ipxe"),
                shown("a", OLD, "12:00:00").replace("ipxe/boot", "../boot"),
                shown("a", OLD, "99:00:00"),
                shown("a", OLD, "12:00:00") + " more",
                shown("a\u00e9", OLD, "12:00:00"))) {
            assertThatThrownBy(() -> read(line(shown("b", OLD, "12:00:00")) + line(wrong)))
                    .as(wrong)
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageStartingWith("verifier.log, line 2: the line about an agent is not as");
        }
        assertThat(read(line(shown("a", OLD, "13:05:00")))).hasSize(1);
        assertThatThrownBy(() -> read(line(shown("a", OLD, "13:05:01"))))
                .hasMessageContaining("line 1")
                .hasMessageContaining("is from the future (2026-11-29T13:05:01Z)");
    }

    @Test
    void a_last_line_that_is_still_being_written_is_none_and_long_lines_are_passed_over() {
        String shown = line(shown("a", OLD, "12:00:00"));
        assertThat(read(shown + "2026 keylime.hallmark INFO hallmark-boot v1 time=2026-1"))
                .hasSize(1);
        String policy = "2026 keylime.measured_boot ERROR Boot attestation failed for agent a, refstate=";
        assertThat(read(policy + "x".repeat(3_000_000) + "\n" + shown)).hasSize(1);
        assertThat(read("x".repeat(LogLines.LONGEST) + "\n" + shown)).hasSize(1);
    }

    @Test
    void more_agents_than_a_verifier_has_are_not_held() {
        String lines = IntStream.rangeClosed(0, VerifierLog.MOST_STATEMENTS)
                .mapToObj(i -> line(shown("agent-" + i, OLD, "12:00:00")))
                .collect(Collectors.joining());
        assertThatThrownBy(() -> read(lines))
                .hasMessageContaining("line " + (VerifierLog.MOST_STATEMENTS + 1) + ": ")
                .hasMessageContaining("give a part of the log");
    }

    @Property(tries = 200)
    void no_bytes_end_in_anything_but_evidence_or_a_message(@ForAll byte[] before, @ForAll byte[] after)
            throws IOException {
        String noise = new String(before, StandardCharsets.ISO_8859_1);
        String rest = new String(after, StandardCharsets.ISO_8859_1);
        String shown = shown("a", OLD, "12:00:00");
        assertThatCode(() -> {
                    try {
                        read(noise + line(shown) + rest + "keylime.hallmark " + noise + "hallmark-boot v1 " + rest
                                + "\n");
                    } catch (BaselinesException e) {
                        assertThat(e).hasMessageContaining("verifier.log");
                    }
                })
                .doesNotThrowAnyException();
    }

    private static String line(String message) {
        return "2026-11-29 12:00:00,000 keylime.hallmark INFO " + message + "\n";
    }

    private static String other(String agent) {
        return "2026-11-29 12:00:00,000 keylime.tpm ERROR For PCR 4 and hash sha256 the boot event log has value '3a' but the"
                + " agent " + agent + " returned '8e'\n";
    }

    private static String shown(String agent, String set, String time) {
        return "hallmark-boot v1 time=2026-11-29T" + time + "Z agent=" + agent + " baseline=ipxe/boot/q35-ipxe set="
                + set;
    }

    private static String recorded() throws IOException {
        try (InputStream in = VerifierLogTest.class.getResourceAsStream("verifier.log")) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static List<Observation> read(String log) {
        try {
            return VerifierLog.read(
                            "verifier.log", new ByteArrayInputStream(log.getBytes(StandardCharsets.ISO_8859_1)), NOW)
                    .observations();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
