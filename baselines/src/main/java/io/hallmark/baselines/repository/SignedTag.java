package io.hallmark.baselines.repository;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** Takes a tag object apart into what is signed and the signature, which Git appends to the message. */
final class SignedTag {
    private static final String OBJECT = "object ";

    private SignedTag() {}

    /** @return empty when the tag is not signed or is not of a commit */
    static Optional<SignedObject> of(String name, byte[] raw) {
        int end = SignatureText.lastBeginning(raw);
        int type = OBJECT.length() + Constants.OBJECT_ID_STRING_LENGTH;
        if (end == raw.length || !SignatureText.startsWith(raw, type, "\ntype commit\n")) {
            return Optional.empty();
        }
        // The header's first line is in both, the object that Git reads and the bytes that are signed.
        String commit = ObjectId.fromString(raw, OBJECT.length()).name();
        return Optional.of(new SignedObject(
                "tag '" + name + "'",
                Optional.of(commit),
                Arrays.copyOf(raw, end),
                Arrays.copyOfRange(raw, end, raw.length)));
    }
}
