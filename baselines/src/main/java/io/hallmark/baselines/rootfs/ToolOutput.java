package io.hallmark.baselines.rootfs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a program writes, as bytes and lines; characters are bytes (ISO 8859-1), since names are. */
final class ToolOutput {
    private static final int LONGEST_LINE = 1024 * 1024;

    private final BufferedInputStream in;

    ToolOutput(InputStream in) {
        this.in = new BufferedInputStream(in, 256 * 1024);
    }

    /** The bytes themselves. */
    InputStream stream() {
        return in;
    }

    /** The next byte without taking it; -1 at the end. */
    int peek() throws IOException {
        in.mark(1);
        int b = in.read();
        in.reset();
        return b;
    }

    /** Whether this comes next, without taking it. */
    boolean next(String text) throws IOException {
        in.mark(text.length());
        boolean next = true;
        for (int i = 0; next && i < text.length(); i++) {
            next = in.read() == text.charAt(i);
        }
        in.reset();
        return next;
    }

    /** Takes what must come next. */
    void expect(String text) throws IOException {
        if (!next(text)) {
            throw new IOException("its output has no '" + text.strip() + "' where that was expected");
        }
        in.skipNBytes(text.length());
    }

    /** What comes before a byte, which is taken, too. */
    String until(char end) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int b = in.read(); b != end; b = in.read()) {
            if (b < 0) {
                throw new EOFException("its output ends too early");
            }
            if (text.size() == LONGEST_LINE) {
                throw new IOException("its output has a line without end");
            }
            text.write(b);
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    String line() throws IOException {
        return until('\n');
    }

    /** The next bytes. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("its output ends too early");
        }
        return bytes;
    }
}
