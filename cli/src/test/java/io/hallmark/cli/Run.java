package io.hallmark.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A command line that was run in this process, with what it wrote. */
record Run(int exit, String out, String err) {
    static Run of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(new Console(Console.writer(out), Console.writer(err), false, false), arguments);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
