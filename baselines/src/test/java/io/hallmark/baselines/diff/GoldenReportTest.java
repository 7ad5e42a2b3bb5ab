package io.hallmark.baselines.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole reports, as people read them. After a change that is meant, run with {@code
 * HALLMARK_WRITE_GOLDEN=src/test/resources} and review the difference.
 */
class GoldenReportTest {
    private static final AcceptedSet OLD = Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz quiet");
    private static final AcceptedSet KERNEL = Sets.set("ipxe 1", "6.1.0-56", "initrd 22", "vmlinuz debug");
    private static final AcceptedSet VARIES = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz BOOTIF=${mac} @all");

    @ParameterizedTest
    @ValueSource(strings = {"kernel.txt", "kernel.md", "kernel.json", "shrinking.txt", "shrinking.md", "first.txt"})
    void a_report_reads_as_it_was_reviewed(String name) throws IOException {
        ProposalReport report =
                switch (name.substring(0, name.indexOf('.'))) {
                    case "kernel" -> report(KERNEL, "q35", "r650");
                    case "shrinking" -> report(VARIES, "q35");
                    default -> first();
                };
        String text =
                switch (name.substring(name.indexOf('.'))) {
                    case ".md" -> MarkdownReport.render(report);
                    case ".json" -> JsonReport.render(report);
                    default -> TextReport.render(report);
                };

        assertThat(text).isEqualTo(golden(name, text));
    }

    private static ProposalReport report(AcceptedSet next, String... hardware) {
        List<ProposalReport.Change> changes = List.of(hardware).stream()
                .map(name ->
                        ProposalReport.Change.of(Optional.of(Sets.baseline(name, OLD)), Sets.baseline(name, next, OLD)))
                .toList();
        return ProposalReport.of("compute", next.source(), changes, List.of("baselines/compute/disk/q35.yaml"));
    }

    private static ProposalReport first() {
        BaselineDocument document = Sets.baseline("q35", OLD);
        return ProposalReport.of(
                "compute", OLD.source(), List.of(ProposalReport.Change.of(Optional.empty(), document)), List.of());
    }

    private static String golden(String name, String text) throws IOException {
        String resource = "report-" + name;
        String folder = System.getenv("HALLMARK_WRITE_GOLDEN");
        if (folder != null) {
            Path file = Path.of(folder, "io/hallmark/baselines/diff", resource);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        try (InputStream in = GoldenReportTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
