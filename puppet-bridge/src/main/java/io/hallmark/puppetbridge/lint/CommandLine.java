package io.hallmark.puppetbridge.lint;

import java.util.List;
import java.util.Optional;

/**
 * The kernel's command line as a chain hands it over, which its prediction is made from.
 *
 * @param where in words: {@code chain pxe of image compute on dell-r650}
 * @param chain its name
 * @param words of the command line; empty when it can't be told
 */
public record CommandLine(String where, String chain, Optional<List<String>> words) {
    public CommandLine {
        words = words.map(List::copyOf);
    }

    /** What stands behind the first word that begins so: {@code roothash=}. */
    Optional<String> valueOf(String beginning) {
        return words.flatMap(all -> all.stream()
                .filter(word -> word.startsWith(beginning))
                .map(word -> word.substring(beginning.length()))
                .findFirst());
    }

    boolean has(String word) {
        return words.isPresent() && words.get().contains(word);
    }
}
