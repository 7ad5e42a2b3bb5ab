package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import io.hallmark.baselines.drift.Drift;
import io.hallmark.baselines.drift.DriftReport;
import io.hallmark.baselines.drift.Held;
import io.hallmark.baselines.drift.JsonDrift;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares logs of nodes with baselines. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        description =
                "Compare event logs of nodes with the baselines: which PCR differs, by which event first, and what"
                        + " that probably is. A log is taken as it is; that it is the one of the node's TPM only a verifier can"
                        + " tell.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every node shows an accepted set",
            "1:a node shows none",
            "2:wrong usage, or a log or baseline that can't be read",
            "3:a remote failed"
        })
final class DriftCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "LOG",
            description = "Event logs (binary_bios_measurements). A node is called like its file; like its folder where"
                    + " the file is called eventlog.bin or binary_bios_measurements.")
    private List<Path> logs;

    @Option(
            names = "--baselines",
            required = true,
            paramLabel = "DIR|URL",
            description = "A folder with a working tree, or the URL of the baselines repository, whose history tells"
                    + " retired sets too.")
    private String baselines;

    @Option(names = "--image", description = "Only baselines of this image.")
    private String image;

    @Option(names = "--chain", description = "Only baselines of this chain.")
    private String chain;

    @Option(names = "--profile", description = "Only baselines of this hardware profile.")
    private String profile;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description = "Add to this file which set each node has shown, for 'hallmark retire'. The time is that of"
                    + " the log's file.")
    private Path evidence;

    @Option(names = "--json", description = "Show the result as JSON.")
    private boolean json;

    @Mixin
    private CacheOption cache;

    DriftCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Held held = new Held(Optional.ofNullable(image), Optional.ofNullable(chain), Optional.ofNullable(profile));
        if (Files.isDirectory(Path.of(baselines, "hardware"))) {
            return compare(held.in(FolderFiles.open(Path.of(baselines))));
        }
        try (BaselinesRepository repository =
                BaselinesRepository.open(baselines, cache.folder().resolve("repositories"), Credentials.usersOwn())) {
            return compare(held.in(repository, repository.head(repository.defaultBranch())));
        }
    }

    private int compare(Drift drift) {
        List<DriftReport> reports = new ArrayList<>();
        List<Observation> observations = new ArrayList<>();
        boolean unreadable = false;
        for (Path log : logs) {
            try {
                DriftReport report = drift.of(DriftReport.node(log), EventLogReader.read(log));
                reports.add(report);
                report.observation(time(log), "hallmark drift").ifPresent(observations::add);
            } catch (MeasuredBootException e) {
                // One node that sends garbage must not hide what the others show.
                console.message("hallmark: " + e.getMessage());
                unreadable = true;
            }
        }
        console.data(json ? JsonDrift.render(reports) : DriftView.text(reports));
        if (evidence != null) {
            EvidenceFiles.add(evidence, observations);
        }
        if (reports.stream().anyMatch(DriftReport::drift)) {
            return ExitCode.FINDING;
        }
        return unreadable ? ExitCode.INPUT : ExitCode.OK;
    }

    private static Instant time(Path log) {
        try {
            return Files.getLastModifiedTime(log).toInstant();
        } catch (IOException e) {
            throw new BaselinesException(log + ": its time can't be read: " + e + "; check its permissions", e);
        }
    }
}
