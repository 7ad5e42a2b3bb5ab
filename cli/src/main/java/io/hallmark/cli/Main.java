package io.hallmark.cli;

import picocli.CommandLine;

/** Entry point of the {@code hallmark} command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    /** Runs a command line and gives its exit code; see {@link ExitCode}. */
    static int run(Console console, String... arguments) {
        CommandLine commandLine = new CommandLine(new HallmarkCommand(), new CommandFactory(console))
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler(new Failures(console))
                .setUsageHelpWidth(100);
        try {
            return commandLine.execute(arguments);
        } catch (OutOfMemoryError e) {
            console.message(
                    "hallmark: the input needs more memory than Java was given: look whether it is what it should be,"
                            + " or give more with HALLMARK_JAVA_OPTS=-Xmx4g");
            return ExitCode.INPUT;
        }
    }
}
