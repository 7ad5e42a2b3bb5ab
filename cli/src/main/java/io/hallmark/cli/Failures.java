package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.MeasuredBootException;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** Turns exceptions into one line on stderr and an exit code; a stack trace is shown for defects only. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (failure instanceof BaselinesException baselines) {
            console.message("hallmark: " + baselines.getMessage());
            return baselines.remote() ? ExitCode.REMOTE : ExitCode.INPUT;
        }
        if (failure instanceof MeasuredBootException) {
            console.message("hallmark: " + failure.getMessage());
            return ExitCode.INPUT;
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            console.message("hallmark: " + FileFailures.words(checked(failure)));
            return ExitCode.INPUT;
        }
        console.message("hallmark: this is a defect, please report it with what follows: " + failure);
        failure.printStackTrace(console.err());
        return ExitCode.INPUT;
    }

    private static IOException checked(Exception failure) {
        return failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) failure;
    }
}
