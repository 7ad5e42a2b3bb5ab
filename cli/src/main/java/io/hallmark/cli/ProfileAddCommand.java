package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.ChainDescription;
import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.propose.ImageMeasurer;
import io.hallmark.baselines.propose.LoadedProfile;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.repository.FolderFiles;
import io.hallmark.baselines.secureboot.KeyedPredictor;
import io.hallmark.baselines.source.Downloads;
import io.hallmark.baselines.source.WorkingTree;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.prediction.HardwareProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a hardware profile in a working tree of the baselines repository. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = "Make a hardware profile from reference logs: several logs of one class find what varies. Writes"
                + " hardware/NAME/ in a working tree of the baselines repository, for you to commit.")
final class ProfileAddCommand implements Callable<Integer> {
    private static final String VARIABLES = "efivars.json";
    private static final String PCRS = "pcrs.json";

    private final Console console;

    @Parameters(
            paramLabel = "LOG",
            arity = "1..*",
            description = "Event logs of nodes of the class (binary_bios_measurements).")
    private List<Path> logs;

    @Option(names = "--name", required = true, description = "Name of the profile: dell-r650.")
    private String name;

    @Option(
            names = "--baselines",
            required = true,
            paramLabel = "DIR",
            description = "Working tree of the baselines repository.")
    private Path baselines;

    @Option(names = "--vendor", defaultValue = "", description = "Vendor, for people.")
    private String vendor;

    @Option(names = "--model", defaultValue = "", description = "Model, for people.")
    private String model;

    @Option(names = "--firmware", defaultValue = "", description = "Firmware version, for people.")
    private String firmware;

    @Option(
            names = "--match",
            paramLabel = "FIELD=VALUE",
            description = "By which SMBIOS fields people know nodes of the class: product='PowerEdge R650'. Nothing is"
                    + " checked by it: no event log has these fields.")
    private Map<String, String> match = new LinkedHashMap<>();

    @Option(
            names = "--variables",
            paramLabel = "FILE",
            description = "Dump of the firmware's variables (efivars.json).")
    private Path variables;

    @Option(
            names = "--pcrs",
            paramLabel = "FILE",
            description = "PCR values that the first log's TPM reported (pcrs.json).")
    private Path pcrs;

    @Option(
            names = "--booted",
            paramLabel = "PATH",
            description =
                    "Image repository with what the first log's node booted: the self-test derives the log from it.")
    private Path booted;

    @Option(names = "--chain", description = "Which of that repository's chains the node went through.")
    private String chain;

    @Mixin
    private CacheOption cache;

    ProfileAddCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(baselines.resolve(Settings.FILE))) {
            throw new BaselinesException(baselines + " is no baselines repository: it has no " + Settings.FILE
                    + "; start from a copy of baselines-repo-template");
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<EventLog> read = new ArrayList<>();
        for (Path log : logs) {
            byte[] bytes = InputFile.read(log, "the event log of a node (binary_bios_measurements)");
            read.add(EventLogReader.read(bytes, log.toString()));
            files.put(read.size() == 1 ? "eventlog.bin" : "eventlog-" + read.size() + ".bin", bytes);
        }
        HardwareProfile profile = HardwareProfile.of(name, read);
        List<String> names = List.copyOf(files.keySet());
        dumps(files);
        ProfileDocument document = document(names, measured().map(image -> booted(image, read.get(0))));
        files.put(ProfileDocument.FILE, document.toYaml());
        // Reading it once more refuses names that can't be in a path before anything is written.
        ProfileDocument.read(ProfileDocument.FILE, document.toYaml());
        ProfileFolder folder = new ProfileFolder(baselines, document.name());
        folder.write(files);
        profile.leftOut().forEach(line -> console.data(line + "\n"));
        report(LoadedProfile.load(FolderFiles.open(baselines), document.name()));
        console.message("Wrote " + folder.path() + "; commit it.");
        return ExitCode.OK;
    }

    /** What was taken from the first log's node beside it; read here, so that what is written is what was looked at. */
    private void dumps(Map<String, byte[]> files) {
        if (variables != null) {
            byte[] bytes = InputFile.read(variables, "a dump of the firmware's variables, or leave --variables out");
            FirmwareDumps.variables(variables.toString(), bytes);
            files.put(VARIABLES, bytes);
        }
        if (pcrs != null) {
            byte[] bytes = InputFile.read(pcrs, "the PCR values that the TPM reported, or leave --pcrs out");
            FirmwareDumps.pcrs(pcrs.toString(), bytes);
            files.put(PCRS, bytes);
        }
    }

    private Optional<MeasuredImage> measured() {
        ProgressLine progress = new ProgressLine(console);
        return Optional.ofNullable(booted)
                .map(path -> ImageMeasurer.measure(
                        WorkingTree.open(path), new Downloads(cache.folder().resolve("downloads")), progress::read));
    }

    private ProfileDocument document(List<String> names, Optional<ProfileDocument.Booted> node) {
        Map<String, List<String>> matches = new LinkedHashMap<>();
        match.forEach((field, value) -> matches.put(field, List.of(value)));
        return new ProfileDocument(
                name,
                vendor,
                model,
                firmware,
                matches,
                names,
                Optional.ofNullable(variables).map(file -> VARIABLES),
                Optional.ofNullable(pcrs).map(file -> PCRS),
                node,
                List.of());
    }

    private ProfileDocument.Booted booted(MeasuredImage image, EventLog log) {
        BootChain found = chain(image);
        ArtifactSet artifacts = image.artifactSet(found);
        // It asks for the compositions that the profile's self-test will need.
        KeyedPredictor.of(HardwareProfile.of(name, List.of(log))).predict(found, artifacts);
        return new ProfileDocument.Booted(found, image.artifactsOf(found), artifacts.compositions());
    }

    private BootChain chain(MeasuredImage image) {
        Map<String, ChainDescription> chains = image.description().chains();
        if (chain == null && chains.size() == 1) {
            return chains.values().iterator().next().chain();
        }
        return Optional.ofNullable(chain)
                .map(chains::get)
                .map(ChainDescription::chain)
                .orElseThrow(() -> new BaselinesException(
                        "--chain: say which chain the node went through; " + booted + " has " + chains.keySet()));
    }

    private void report(LoadedProfile profile) {
        profile.tpm()
                .ifPresent(test -> test.divergences()
                        .forEach(divergence -> console.data("the TPM's values: PCR " + divergence.pcr()
                                + " is not proven and will not be enforced: " + divergence.words() + "\n")));
        profile.selfTest()
                .ifPresentOrElse(
                        test -> {
                            console.data("self-test: re-derived PCRs " + test.proven() + "\n");
                            test.divergences()
                                    .forEach(divergence -> console.data("self-test: PCR " + divergence.pcr()
                                            + " is not re-derived and will not be enforced: " + divergence.words()
                                            + "\n"));
                        },
                        () -> console.data(
                                "no self-test: give --booted with what the node booted, so that the PCRs that the chain"
                                        + " measures into can be enforced\n"));
    }
}
