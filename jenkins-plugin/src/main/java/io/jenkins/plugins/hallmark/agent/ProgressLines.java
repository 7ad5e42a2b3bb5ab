package io.jenkins.plugins.hallmark.agent;

import io.hallmark.baselines.propose.ImageMeasurer.FileProgress;
import java.util.function.Consumer;

/** Tells of each file once, and of large ones at each quarter: a build's log has no line that moves. */
final class ProgressLines implements FileProgress {
    private static final long LARGE = 256L << 20;

    private final Consumer<String> lines;
    private String current = "";
    private long quarter;

    ProgressLines(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void read(String file, long done, long total) {
        if (!file.equals(current)) {
            current = file;
            quarter = 0;
            lines.accept("[Hallmark] reads " + file + " (" + total + " bytes)");
        }
        long reached = total == 0 ? 0 : done * 4 / total;
        if (total >= LARGE && reached > quarter && reached < 4) {
            quarter = reached;
            lines.accept("[Hallmark] reads " + file + ": " + 25 * reached + " %");
        }
    }
}
