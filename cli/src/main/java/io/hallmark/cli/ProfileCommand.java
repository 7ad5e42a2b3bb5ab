package io.hallmark.cli;

import picocli.CommandLine.Command;

/** Hardware profiles. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = "Make hardware profiles from reference logs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ProfileAddCommand.class)
final class ProfileCommand {}
