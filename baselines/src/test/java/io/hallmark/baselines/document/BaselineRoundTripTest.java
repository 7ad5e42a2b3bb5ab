package io.hallmark.baselines.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.diff.Sets;
import org.junit.jupiter.api.Test;

class BaselineRoundTripTest {
    @Test
    void a_baseline_is_read_back_as_it_was_written_and_written_as_the_same_bytes() {
        BaselineDocument baseline = Sets.baseline(
                "q35",
                Sets.set("ipxe 2", "6.1.0-56", "initrd 2", "vmlinuz BOOTIF=${mac}"),
                Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz quiet"));

        BaselineDocument read = BaselineDocument.read("q35.yaml", baseline.toYaml());

        assertThat(read).isEqualTo(baseline);
        assertThat(read.toYaml()).isEqualTo(baseline.toYaml());
    }

    @Test
    void every_event_stands_on_one_line() {
        String text = new String(
                Sets.baseline("q35", Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz quiet"))
                        .toYaml(),
                java.nio.charset.StandardCharsets.UTF_8);

        assertThat(text.lines().filter(line -> line.startsWith("      - {pcr: ") && line.contains("from: ")))
                .hasSize(35)
                .allMatch(line -> line.endsWith("}"));
    }
}
