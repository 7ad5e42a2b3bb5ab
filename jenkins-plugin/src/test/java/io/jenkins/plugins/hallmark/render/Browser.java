package io.jenkins.plugins.hallmark.render;

import io.hallmark.testsupport.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Chromium without a window, with a profile of its own. */
final class Browser {
    /** Only a browser that hangs takes that long. */
    private static final long MINUTES = 8;

    private final Path program = Tools.require("chromium");
    private final Path folder;

    /** @param folder for what it keeps */
    Browser(Path folder) {
        this.folder = folder;
    }

    /** Opens a page, and lets it be until something has happened. */
    void open(String url, CountDownLatch happened) throws IOException, InterruptedException {
        Process process = start("--remote-debugging-port=0", url);
        try {
            while (!happened.await(1, TimeUnit.SECONDS)) {
                if (!process.isAlive()) {
                    throw new IOException("chromium ended with " + process.exitValue() + "; see " + log());
                }
            }
        } finally {
            end(process);
        }
    }

    /** Makes a picture of a page. */
    void picture(String url, Path png, int width, int height) throws IOException, InterruptedException {
        Process process =
                start("--screenshot=" + png, "--window-size=" + width + "," + height, "--hide-scrollbars", url);
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("chromium made no picture of " + url + "; see " + log());
            }
        } finally {
            end(process);
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private Path log() {
        return folder.resolve("chromium.log");
    }

    /** All of its processes write into the profile, so each of them has to be gone. */
    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }
}
