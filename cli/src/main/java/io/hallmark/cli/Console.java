package io.hallmark.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes to: data on {@code out}, messages and progress on {@code err}.
 *
 * @param terminal whether {@code err} is a terminal, so that progress may be shown
 * @param colour whether {@code out} is a terminal that wants colours
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, boolean colour) {

    /** The console of this process; {@code NO_COLOR} is respected. */
    @SuppressWarnings("SystemConsoleNull") // bin/hallmark sets jdk.console, so that this holds on JDK 22 and later, too
    static Console ofProcess() {
        boolean terminal = System.console() != null;
        boolean colour = terminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return new Console(
                writer(new FileOutputStream(FileDescriptor.out)),
                writer(new FileOutputStream(FileDescriptor.err)),
                terminal,
                colour);
    }

    static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Writes data as it is and flushes it. */
    void data(String text) {
        out.print(text);
        out.flush();
    }

    void message(String text) {
        err.println(text);
    }
}
