package io.hallmark.cli;

import picocli.CommandLine.Command;

/** Makes and checks dm-verity hash trees. */
@Command(
        name = "verity",
        mixinStandardHelpOptions = true,
        description = "dm-verity: make the hash tree of an image, compute its root hash, check an image against it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {VerityFormatCommand.class, VerityRootHashCommand.class, VerityVerifyCommand.class})
final class VerityCommand {}
