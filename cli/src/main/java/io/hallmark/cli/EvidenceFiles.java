package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.EvidenceDocument;
import io.hallmark.verifierbridge.keylime.evidence.VerifierLog;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Evidence in files that the user names. */
final class EvidenceFiles {
    private static final Pattern MEMBER = Pattern.compile("[\"'{]*(schema|observations)\\b.*");

    private static final int BEGINNING = 4096;

    private EvidenceFiles() {}

    /** Documents, and logs of verifiers. */
    static List<EvidenceDocument> read(List<Path> files) {
        List<EvidenceDocument> documents = new ArrayList<>();
        for (Path file : files) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BEGINNING)) {
                in.mark(BEGINNING);
                String beginning = new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
                in.reset();
                documents.add(
                        isDocument(beginning)
                                ? EvidenceDocument.read(file.toString(), in.readAllBytes())
                                : VerifierLog.read(
                                        file.toString(),
                                        in,
                                        InstantSource.system().instant()));
            } catch (IOException e) {
                throw new BaselinesException(file + " can't be read: " + e + "; name a file with evidence", e);
            }
        }
        return documents;
    }

    /** Whether the first line that says anything has a member of the document. No line of a log does. */
    private static boolean isDocument(String beginning) {
        return beginning
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("---"))
                .findFirst()
                .map(line -> MEMBER.matcher(line).matches())
                .orElse(true);
    }

    /** Adds to what a file says already; the file is replaced as a whole. */
    static void add(Path file, List<EvidenceDocument.Observation> observations) {
        List<EvidenceDocument.Observation> all = new ArrayList<>(observations);
        if (Files.exists(file)) {
            all.addAll(EvidenceDocument.read(file.toString(), InputFile.read(file, "a file with evidence"))
                    .observations());
        }
        OutputFile.write(file, new EvidenceDocument(all).toYaml());
    }
}
