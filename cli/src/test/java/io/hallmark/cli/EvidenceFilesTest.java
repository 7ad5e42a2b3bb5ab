package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.EvidenceDocument;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence is told apart by what is in it: documents of drift reports, and logs of verifiers. */
class EvidenceFilesTest {
    private static final String SET = "67d4c7633199b4c3ce2428c0965010073d5771acbbf4104619d8ecf554236880";
    private static final String LINE = "2026-01-02 03:04:05 keylime.hallmark INFO hallmark-boot v1"
            + " time=2026-01-02T03:04:05Z agent=node-1 baseline=compute/pxe/q35 set=" + SET + "\n";
    private static final String ENTRY =
            "{node: node-2, image: compute, chain: pxe, hardware: q35, seen: 2026-01-02T03:04:05Z, from: hallmark drift}\n";

    @TempDir
    Path folder;

    @Test
    void documents_and_logs_may_be_mixed() throws IOException {
        List<EvidenceDocument> read = EvidenceFiles.read(List.of(
                file("seen.yaml", "schema: hallmark/evidence/v1\nobservations:\n  - " + ENTRY),
                file("verifier.log", LINE),
                file(
                        "commented.yaml",
                        "# of the lab\n\n---\nobservations:\n  - " + ENTRY + "schema: hallmark/evidence/v1\n"),
                file("flow.yaml", "{schema: hallmark/evidence/v1, observations: []}\n"),
                file("started.log", "Reading configuration from ['/etc/keylime/logging.conf']\n" + LINE)));

        assertThat(read)
                .flatExtracting(EvidenceDocument::observations)
                .extracting(Observation::node)
                .containsExactly("node-2", "node-1", "node-2", "node-1");
    }

    @Test
    void what_is_neither_is_told_with_what_to_give() throws IOException {
        Path other = file("other.log", "Jan 02 03:04:05 host sshd[1]: session opened\n");
        assertThatThrownBy(() -> EvidenceFiles.read(List.of(other)))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining(other + " is no evidence")
                .hasMessageContaining("give the log of a verifier that runs it");
        Path empty = file("empty", "");
        assertThatThrownBy(() -> EvidenceFiles.read(List.of(empty))).isInstanceOf(BaselinesException.class);
        assertThatThrownBy(() -> EvidenceFiles.read(List.of(folder.resolve("none"))))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("name a file with evidence");
    }

    @Test
    void nothing_is_added_to_a_log() throws IOException {
        Path log = file("verifier.log", LINE);
        assertThatThrownBy(() -> EvidenceFiles.add(log, List.of())).isInstanceOf(BaselinesException.class);
        assertThat(log).hasContent(LINE);
        assertThat(folder.toFile().list()).containsExactly("verifier.log");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
