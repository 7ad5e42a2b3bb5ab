package io.hallmark.puppetbridge.node;

/**
 * A word of the kernel's command line. Kernel and systemd take {@code -} and {@code _} in its key for the same
 * ({@code parameqn} in {@code kernel/params.c}, {@code proc_cmdline_key_streq} in {@code src/basic/proc-cmdline.c}).
 *
 * @param key what stands before {@code =}, with {@code _}
 * @param value {@code =} and what follows; empty for a word without
 */
public record CommandLineWord(String key, String value) {
    /** Takes a word apart. */
    public static CommandLineWord of(String word) {
        int equals = word.indexOf('=');
        int end = equals < 0 ? word.length() : equals;
        return new CommandLineWord(word.substring(0, end).replace('-', '_'), word.substring(end));
    }

    /** The word, with {@code _} in its key. */
    public String text() {
        return key + value;
    }
}
