package io.hallmark.puppetbridge.process;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes what a program writes, and hands it on line by line, as UTF-8 and without line ends. */
public final class LineOutput extends OutputStream {
    private final Consumer<String> lines;
    private final int longest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** @param longest bytes of a line; what is beyond is cut off */
    public LineOutput(int longest, Consumer<String> lines) {
        this.longest = longest;
        this.lines = lines;
    }

    @Override
    public void write(int b) {
        if (b == '\n') {
            flushLine();
        } else if (line.size() < longest) {
            line.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    /** Hands on a last line that has no end. */
    @Override
    public void close() {
        if (line.size() > 0) {
            flushLine();
        }
    }

    private void flushLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
