package io.hallmark.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** The top of the command line. */
@Command(
        name = "hallmark",
        version = "hallmark 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Golden measurements of measured boot, computed from the files and kept true by Git.",
        subcommands = {
            MeasureCommand.class,
            DigestCommand.class,
            PreflightCommand.class,
            ProposeCommand.class,
            RetireCommand.class,
            ApproveCommand.class,
            PublishCommand.class,
            DriftCommand.class,
            CheckCommand.class,
            HardenCommand.class,
            EventLogCommand.class,
            VerityCommand.class,
            RootfsCommand.class,
            ProfileCommand.class,
            DemoCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "1:a finding: a failed check, logs that differ, a damaged image, drift, what is not approved,"
                    + " weaker baselines, a set that nodes still show, baselines that would change with --fail-on-change",
            "2:wrong usage or input",
            "3:a target or remote failed"
        })
final class HallmarkCommand {}
