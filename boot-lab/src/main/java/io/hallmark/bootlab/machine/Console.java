package io.hallmark.bootlab.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** A guest's serial console: what it has written so far, and a way to type. */
final class Console {
    private static final int LIMIT = 64 << 20;
    /** Escape sequences by which firmware paints its screen. */
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?=]*[A-Za-z]|\u001b[()][A-Z0-9]");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final OutputStream keyboard;
    private final Thread reader;

    /** @param screen what the guest writes, up to its end */
    Console(InputStream screen, OutputStream keyboard) {
        this.keyboard = keyboard;
        this.reader = new Thread(() -> read(screen), "guest-console");
        this.reader.setDaemon(true);
        this.reader.start();
    }

    private void read(InputStream screen) {
        byte[] buffer = new byte[8192];
        try {
            for (int count = screen.read(buffer); count >= 0; count = screen.read(buffer)) {
                synchronized (written) {
                    // A guest that writes for ever must not fill the memory of the host.
                    if (written.size() < LIMIT) {
                        written.write(buffer, 0, count);
                    }
                }
            }
        } catch (IOException e) {
            // The machine was switched off in the middle of a line: what it wrote before is there.
            return;
        }
    }

    void type(String text) {
        try {
            keyboard.write(text.getBytes(StandardCharsets.ISO_8859_1));
            keyboard.flush();
        } catch (IOException e) {
            throw new io.hallmark.bootlab.host.BootLabException("nothing can be typed: the machine is off", e);
        }
    }

    /** All that was written. */
    String text() {
        synchronized (written) {
            return written.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** How many bytes were written, up to a limit that no boot comes near to. */
    int length() {
        synchronized (written) {
            return written.size();
        }
    }

    /** Waits until all that the machine wrote before its end has been read. */
    void finish() throws InterruptedException {
        reader.join(10_000);
    }

    /** The text without escape sequences. */
    static String plain(String text) {
        return ESCAPES.matcher(text).replaceAll("");
    }

    /** The last lines, for a message. */
    static String tail(String text, int lines) {
        List<String> all = plain(text).lines().filter(line -> !line.isBlank()).toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}
