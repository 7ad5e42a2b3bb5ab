package io.hallmark.cli;
import picocli.CommandLine.Command;
@Command(name="eventlog") final class EventLogCommand {}
