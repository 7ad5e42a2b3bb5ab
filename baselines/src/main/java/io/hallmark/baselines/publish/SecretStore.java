package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where targets get keys and passwords from. The baselines repository only names them by an id; the face that runs the
 * publication says where they are.
 */
public interface SecretStore {
    /**
     * A part of a credential, such as {@code cert.pem}, {@code key.pem}, {@code ca.pem}, {@code token} or
     * {@code password}.
     *
     * @param id as the settings of the target name it
     */
    Optional<byte[]> read(String id, String part);

    /** Where to put a part, for messages: {@code the file …/keylime-prod/key.pem}. Never the content. */
    String describe(String id, String part);

    /** @throws BaselinesException when it is missing; the message says where to put it */
    default byte[] require(String id, String part) {
        return read(id, part)
                .orElseThrow(() -> new BaselinesException(
                        "credential '" + id + "' has no " + part + ": put it into " + describe(id, part)));
    }

    /**
     * A part that is a password: of a file the line break at the end does not count, as editors and {@code echo} write it;
     * blanks do.
     */
    default Optional<char[]> password(String id, String part) {
        return read(id, part)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8)
                        .replaceFirst("[\\r\\n]+$", "")
                        .toCharArray());
    }
}
