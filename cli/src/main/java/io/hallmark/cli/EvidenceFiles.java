package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.EvidenceDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
