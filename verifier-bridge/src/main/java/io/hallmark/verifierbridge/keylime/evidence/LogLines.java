package io.hallmark.verifierbridge.keylime.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a log that grows while it is read. A verifier writes whole policies into its log, so long lines are passed
 * over without being kept, and a last line that has no end is none yet.
 */
final class LogLines {
    /** In bytes; what is looked for is far shorter. */
    static final int LONGEST = 4096;

    private final InputStream in;
    private final byte[] read = new byte[1 << 16];
    private final byte[] line = new byte[LONGEST];
    private int next;
    private int end;
    private long number;

    LogLines(InputStream in) {
        this.in = in;
    }

    /** The next line, an empty text for one that is too long; nothing at the end. Each byte is one character. */
    Optional<String> next() throws IOException {
        int length = 0;
        while (true) {
            if (next == end) {
                end = in.read(read);
                next = 0;
                if (end < 0) {
                    end = 0;
                    return Optional.empty();
                }
            }
            byte b = read[next++];
            if (b == '\n') {
                number++;
                return Optional.of(text(length));
            }
            if (length < LONGEST) {
                line[length] = b;
            }
            length = Math.min(length + 1, LONGEST + 1);
        }
    }

    private String text(int length) {
        if (length > LONGEST) {
            return "";
        }
        int shown = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, shown, StandardCharsets.ISO_8859_1);
    }

    /** Of the line that was read last, from 1. */
    long number() {
        return number;
    }
}
