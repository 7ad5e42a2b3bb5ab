package io.hallmark.cli;

import io.hallmark.cli.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole job on built-in sample repositories. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Show the whole job in a temporary folder: an image repository and a baselines repository, a first"
                        + " proposal, a changed initramfs, a second proposal. Uses a real kernel, iPXE and systemd-boot from"
                        + " Debian's packages where they can be downloaded; nothing is installed.")
final class DemoCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--offline", description = "Download nothing; use small made-up files.")
    private boolean offline;

    @Option(names = "--keep", paramLabel = "DIR", description = "Work in this new folder and keep it.")
    private Path keep;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = keep == null ? Files.createTempDirectory("hallmark-demo-") : Files.createDirectories(keep);
        int result = new Demo(folder, offline, console::data, arguments -> Main.run(console, arguments)).run();
        console.message("The repositories are in " + folder + "; remove it when you have looked at them.");
        return result;
    }
}
