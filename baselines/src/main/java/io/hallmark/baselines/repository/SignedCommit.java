package io.hallmark.baselines.repository;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;

/** Takes a commit apart into what is signed and the signature, which Git keeps in the header {@code gpgsig}. */
final class SignedCommit {
    static final String NAME = "its own signature";

    private SignedCommit() {}

    /** The signature of a commit; empty when it has none, or several of which nobody can say which one counts. */
    static Optional<SignedObject> of(RevCommit commit) {
        byte[] raw = commit.getRawBuffer();
        ByteArrayOutputStream payload = new ByteArrayOutputStream(raw.length);
        ByteArrayOutputStream signature = new ByteArrayOutputStream();
        boolean inSignature = false;
        int signatures = 0;
        int at = 0;
        while (at < raw.length && raw[at] != '\n') {
            int end = endOfLine(raw, at);
            boolean continued = raw[at] == ' ';
            String header = "gpgsig ";
            if (!continued) {
                inSignature = SignatureText.startsWith(raw, at, header);
                signatures += inSignature ? 1 : 0;
            }
            if (inSignature) {
                int skipped = continued ? 1 : header.length();
                signature.write(raw, at + skipped, end - at - skipped);
            } else {
                payload.write(raw, at, end - at);
            }
            at = end;
        }
        if (signatures != 1) {
            return Optional.empty();
        }
        payload.write(raw, at, raw.length - at);
        return Optional.of(
                new SignedObject(NAME, Optional.of(commit.name()), payload.toByteArray(), signature.toByteArray()));
    }

    private static int endOfLine(byte[] raw, int from) {
        int at = from;
        while (at < raw.length && raw[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, raw.length);
    }
}
