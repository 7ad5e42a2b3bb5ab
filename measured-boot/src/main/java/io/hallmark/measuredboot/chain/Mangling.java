package io.hallmark.measuredboot.chain;

import java.util.Optional;

/**
 * What systemd's EFI programs do to a command line before they use and measure it: {@code mangle_stub_cmdline} in
 * {@code src/boot/efi/util.c} (since v257 {@code src/boot/util.c}). All take the text up to a NUL.
 */
enum Mangling {
    /** Before v252.6: nothing, or a newline at the end dropped, or control characters made spaces; it changed twice. */
    UNSETTLED {
        @Override
        Optional<String> of(String text) {
            boolean plain = text.chars().noneMatch(c -> c <= LAST_CONTROL) && !text.endsWith(" ");
            return plain ? Optional.of(text) : Optional.empty();
        }
    },
    /** From v252.6 on: control characters become spaces, and spaces at the end are dropped. */
    END {
        @Override
        Optional<String> of(String text) {
            String spaced = spaces(text, 0, text.length());
            int end = spaced.length();
            while (end > 0 && spaced.charAt(end - 1) == ' ') {
                end--;
            }
            return Optional.of(spaced.substring(0, end));
        }
    },
    /** Since v255: white space, which includes DEL, is dropped at both ends and becomes a space elsewhere. */
    BOTH_ENDS {
        @Override
        Optional<String> of(String text) {
            int start = 0;
            int end = text.length();
            while (start < end && isWhite(text.charAt(start))) {
                start++;
            }
            while (end > start && isWhite(text.charAt(end - 1))) {
                end--;
            }
            return Optional.of(spaces(text.replace(DELETE, ' '), start, end));
        }
    };

    private static final char LAST_CONTROL = 0x1F;
    private static final char DELETE = 0x7F;

    /** The text as it is used; empty when it is not certain for this release. */
    abstract Optional<String> of(String text);

    /** The same, of the bytes of a section. */
    CommandLine apply(String raw) {
        int nul = raw.indexOf('\0');
        return of(nul < 0 ? raw : raw.substring(0, nul))
                .map(CommandLine::of)
                .orElseGet(() -> CommandLine.unknown("the command line has control characters in it or ends with a"
                        + " space, and releases before v252.6 differ in what they make of that: remove them"));
    }

    private static boolean isWhite(char c) {
        return c <= ' ' || c == DELETE;
    }

    private static String spaces(String text, int start, int end) {
        StringBuilder spaced = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            spaced.append(c <= LAST_CONTROL ? ' ' : c);
        }
        return spaced.toString();
    }
}
