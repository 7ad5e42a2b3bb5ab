package io.hallmark.cli;

import picocli.CommandLine.Command;

/** Hardening profiles. */
@Command(
        name = "harden",
        mixinStandardHelpOptions = true,
        description = "Hardening profiles of roles: render them for configuration management, apply them, check nodes"
                + " against them, read back what nodes applied.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            HardenRenderCommand.class,
            HardenApplyCommand.class,
            HardenCheckCommand.class,
            HardenStatusCommand.class
        })
final class HardenCommand {}
