package io.hallmark.cli;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.DigestFile;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Composition.PadTo;
import io.hallmark.measuredboot.artifact.Composition.Piece;
import io.hallmark.measuredboot.artifact.Composition.Whole;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.measure.CompositionHasher;
import io.hallmark.measuredboot.measure.FileMeasurer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the digest file of artifacts that can't be at hand where the prediction is made. */
@Command(
        name = "digest",
        mixinStandardHelpOptions = true,
        description = "Measure files where they are and write a digest file, which stands for them in hallmark.yaml:"
                + " all digests in all banks, PE sections, versions, signers.")
final class DigestCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
    private List<Path> files;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write (default: standard output).")
    private Path output;

    @Option(
            names = "--join",
            paramLabel = "ALIGNMENT",
            description =
                    "Also digest the files joined in the order given, each but the last padded to a multiple of this"
                            + " many bytes, as loaders hand several initrds to a kernel: 4096 for iPXE, 4 for GRUB and"
                            + " for systemd-boot since 257, 1 for systemd-boot before 256.")
    private Integer join;

    DigestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ProgressLine progress = new ProgressLine(console);
        Map<String, FileFacts> facts = new LinkedHashMap<>();
        Map<String, Path> paths = new LinkedHashMap<>();
        for (Path file : files) {
            if (file.getFileName() == null || Files.exists(file) && !Files.isRegularFile(file)) {
                // A pipe would be waited for without an end.
                throw new BaselinesException(file + " is no plain file: name files");
            }
            String name = file.getFileName().toString();
            if (paths.putIfAbsent(name, file) != null) {
                throw new BaselinesException("two files are named '" + name + "': write a digest file for each");
            }
            facts.put(name, FileMeasurer.measure(file, (done, total) -> progress.read(name, done, total)));
        }
        SortedMap<String, Digests> compositions = new TreeMap<>();
        if (join != null) {
            Composition joined = joined(facts);
            CompositionHasher.digests(joined, artifact -> Optional.of(paths.get(artifact.name())))
                    .ifPresent(digests -> compositions.put(joined.key(), digests));
        }
        write(new DigestFile(facts, compositions).toYaml());
        return ExitCode.OK;
    }

    private Composition joined(Map<String, FileFacts> facts) {
        if (join < 1 || join > 1024 * 1024) {
            throw new BaselinesException("--join: the alignment is 1 to 1048576 bytes, not " + join);
        }
        List<Piece> pieces = new ArrayList<>();
        facts.forEach((name, file) -> {
            if (!pieces.isEmpty()) {
                pieces.add(new PadTo(join));
            }
            pieces.add(new Whole(new Artifact(name, name, file)));
        });
        return new Composition(pieces);
    }

    private void write(byte[] document) {
        if (output == null) {
            console.data(new String(document, StandardCharsets.UTF_8));
            return;
        }
        OutputFile.write(output, document);
        console.message("wrote " + output);
    }
}
