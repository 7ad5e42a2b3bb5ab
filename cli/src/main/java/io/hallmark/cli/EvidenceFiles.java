package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.EvidenceDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Evidence in files that the user names. */
final class EvidenceFiles {
    private EvidenceFiles() {}

    static List<EvidenceDocument> read(List<Path> files) {
        List<EvidenceDocument> documents = new ArrayList<>();
        for (Path file : files) {
            try {
                documents.add(EvidenceDocument.read(file.toString(), Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new BaselinesException(file + " can't be read: " + e + "; name a file with evidence", e);
            }
        }
        return documents;
    }

    /** Adds to what a file says already; the file is replaced as a whole. */
    static void add(Path file, List<EvidenceDocument.Observation> observations) {
        List<EvidenceDocument.Observation> all = new ArrayList<>(observations);
        if (Files.exists(file)) {
            all.addAll(read(List.of(file)).get(0).observations());
        }
        Path whole = file.toAbsolutePath();
        try {
            Path part = Files.createTempFile(whole.getParent(), ".evidence-", ".yaml");
            Files.write(part, new EvidenceDocument(all).toYaml());
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be written: " + e + "; name a file in a folder of yours", e);
        }
    }
}
