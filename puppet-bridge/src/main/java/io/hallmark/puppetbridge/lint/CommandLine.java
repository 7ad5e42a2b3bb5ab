package io.hallmark.puppetbridge.lint;

import io.hallmark.puppetbridge.node.CommandLineWord;
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

    /** The words that set a key, each once, in order: of several that differ the last one mostly counts. */
    List<String> settings(String key) {
        String wanted = CommandLineWord.of(key).key();
        return words.orElse(List.of()).stream()
                .map(CommandLineWord::of)
                .filter(word -> word.key().equals(wanted))
                .map(CommandLineWord::text)
                .distinct()
                .toList();
    }

    /** The value of a key, where one word alone sets it. */
    Optional<String> only(String key) {
        List<String> settings = settings(key);
        return settings.size() == 1
                ? Optional.of(CommandLineWord.of(settings.get(0)).value().replaceFirst("^=", ""))
                : Optional.empty();
    }

    /** Whether a word is on it, beside whatever else. */
    boolean has(String word) {
        CommandLineWord wanted = CommandLineWord.of(word);
        return settings(wanted.key()).contains(wanted.text());
    }

    /** Whether a word is on it, and none that sets the same key otherwise. */
    boolean hasOnly(String word) {
        CommandLineWord wanted = CommandLineWord.of(word);
        return settings(wanted.key()).equals(List.of(wanted.text()));
    }
}
