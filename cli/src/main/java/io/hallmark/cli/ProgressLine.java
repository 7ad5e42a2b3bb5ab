package io.hallmark.cli;

/** One line on stderr that tells how far a long hashing has come; nothing where stderr is no terminal. */
final class ProgressLine {
    private static final long WORTH_TELLING = 64L * 1024 * 1024;

    private final Console console;
    private int lastPercent = -1;

    ProgressLine(Console console) {
        this.console = console;
    }

    void read(String file, long done, long total) {
        if (!console.terminal() || total < WORTH_TELLING) {
            return;
        }
        int percent = (int) (100 * done / total);
        if (percent != lastPercent) {
            lastPercent = percent;
            console.err().print("\r" + file + " " + percent + "%" + (done == total ? "\n" : ""));
            console.err().flush();
        }
    }
}
