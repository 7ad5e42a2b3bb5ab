package io.hallmark.cli;

import picocli.CommandLine.Command;

/** Reads event logs, also without baselines. */
@Command(
        name = "eventlog",
        mixinStandardHelpOptions = true,
        description = "Read TCG event logs: show their events, replay them into PCR values, compare two.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EventLogShowCommand.class, EventLogReplayCommand.class, EventLogDiffCommand.class})
final class EventLogCommand {}
