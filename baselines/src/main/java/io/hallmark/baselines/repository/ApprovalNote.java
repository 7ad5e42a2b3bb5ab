package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectLoader;

/**
 * The note of a commit that holds its approvals, one after the other: two lines that name the commit, and a signature of
 * these lines. Notes that {@code git notes append} or a merge of notes put together read the same.
 *
 * <pre>
 * hallmark-approval v1
 * commit 52f0d1c8a6b3e4f7908172635445362718091a2b
 * -----BEGIN SSH SIGNATURE-----
 * …
 * </pre>
 */
final class ApprovalNote {
    /** Approvals that are looked at in one note; more are refused as a whole, so that none can be hidden among them. */
    static final int MOST = 64;

    private static final int LARGEST = 1024 * 1024;
    private static final String TITLE = "hallmark-approval v1";
    private static final String COMMIT = "commit ";

    private ApprovalNote() {}

    /** What an approver signs. */
    static byte[] payload(String commit) {
        return (TITLE + "\n" + COMMIT + commit + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** An approval as it stands in a note. */
    static byte[] block(byte[] payload, byte[] signature) {
        String text = new String(payload, StandardCharsets.ISO_8859_1)
                + new String(signature, StandardCharsets.ISO_8859_1).strip() + "\n";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @throws BaselinesException when the note is larger than any that people make */
    static byte[] bytes(String url, AnyObjectId commit, ObjectLoader note) throws IOException {
        if (note.getSize() > LARGEST) {
            throw tooMuch(url, commit);
        }
        return note.getCachedBytes(LARGEST);
    }

    static BaselinesException tooMuch(String url, AnyObjectId commit) {
        return new BaselinesException("the note of commit " + commit.name().substring(0, 10) + " in "
                + ApprovalRefs.REMOTE_NOTES + " of " + url + " holds more than " + MOST + " approvals or " + LARGEST
                + " bytes: take out what nobody needs with 'git notes --ref=" + ApprovalRefs.REMOTE_NOTES + " edit'");
    }

    static List<SignedObject> read(byte[] note) {
        List<SignedObject> approvals = new ArrayList<>();
        StringBuilder payload = new StringBuilder();
        StringBuilder signature = new StringBuilder();
        boolean inPayload = false;
        boolean inSignature = false;
        for (String line : new String(note, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            if (inSignature) {
                signature.append(line).append('\n');
                if (line.startsWith("-----END ")) {
                    approvals.add(approval(approvals.size() + 1, payload.toString(), signature.toString()));
                    inSignature = false;
                }
            } else if (line.equals(TITLE)) {
                payload.setLength(0);
                payload.append(line).append('\n');
                inPayload = true;
            } else if (inPayload && SignatureText.begins(line)) {
                signature.setLength(0);
                signature.append(line).append('\n');
                inPayload = false;
                inSignature = true;
            } else if (inPayload) {
                payload.append(line).append('\n');
            }
        }
        return approvals;
    }

    private static SignedObject approval(int number, String payload, String signature) {
        return new SignedObject(
                "signature " + number + " in its note",
                commit(payload),
                payload.getBytes(StandardCharsets.ISO_8859_1),
                signature.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> commit(String payload) {
        String start = TITLE + "\n" + COMMIT;
        int end = start.length() + 40;
        boolean whole = payload.length() == end + 1
                && payload.startsWith(start)
                && CommitId.isFull(payload.substring(start.length(), end));
        return whole ? Optional.of(payload.substring(start.length(), end)) : Optional.empty();
    }
}
