package io.hallmark.baselines.repository;

import java.util.Optional;

/**
 * Something in a repository that carries a signature: a commit, a tag, or an approval in a note. Nothing is verified yet.
 *
 * @param name for messages: {@code its own signature}, {@code tag 'approved/7'}, {@code signature 2 in its note}
 * @param commit the full id of the commit that the signed bytes speak of; empty when they name none
 * @param payload the bytes that are signed
 * @param signature the armored signature
 */
public record SignedObject(String name, Optional<String> commit, byte[] payload, byte[] signature) {}
