package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import java.util.List;
import java.util.Optional;

/**
 * A baseline as the policy that a verifier runs reads it.
 *
 * @param text what the verifier is to hold; empty when nodes could not be attested with it
 * @param words for people, one line each: what it does not hold nodes to, or why there is no text and what to do
 */
record PolicyContent(Optional<byte[]> text, List<String> words) {
    PolicyContent {
        words = List.copyOf(words);
    }

    static PolicyContent of(byte[] text, List<String> words) {
        return new PolicyContent(Optional.of(text), words);
    }

    /** Makes the content for one of the policies that verifiers run. */
    @FunctionalInterface
    interface Renderer {
        /** @param files of the approved state, for the hardware profiles */
        PolicyContent render(RepositoryFiles files, BaselineDocument baseline);
    }
}
