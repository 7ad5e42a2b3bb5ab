package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.ArtifactLocation;
import io.hallmark.baselines.document.ChainDescription;
import io.hallmark.baselines.document.DigestFile;
import io.hallmark.baselines.document.ImageDescription;
import io.hallmark.baselines.document.Source;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.Grub;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a recorded machine booted, as an image repository that knows its files by digests, and the log that it wrote.
 *
 * @param log bytes of the event log
 * @param recording where profile, variables and PCRs lie
 */
record StoryBoot(
        BootChain chain, List<Artifact> artifacts, Map<String, Digests> compositions, byte[] log, Path recording) {
    private static final Map<String, RecordedBoot> RECORDED =
            RecordedBoots.all().stream().collect(Collectors.toMap(RecordedBoot::name, Function.identity()));

    static StoryBoot recorded(String name) throws IOException {
        RecordedBoot boot = RECORDED.get(name);
        return new StoryBoot(
                boot.chain(),
                boot.artifacts(),
                boot.compositions(),
                Files.readAllBytes(boot.log()),
                boot.log().getParent());
    }

    /**
     * The same boot with the kernel of another recording. Of the kernel only digests are measured, so its digests in the
     * log are those that another machine has measured of the other kernel.
     */
    StoryBoot withKernelOf(String other) throws IOException {
        Artifact own = kernel(artifacts);
        Artifact exchanged = kernel(recorded(other).artifacts());
        String text = new String(log, StandardCharsets.ISO_8859_1);
        int replaced = 0;
        for (Bank bank : Bank.allComputable()) {
            for (Function<FileFacts, Digests> kind :
                    List.<Function<FileFacts, Digests>>of(FileFacts::digests, StoryBoot::authenticode)) {
                String before = bytes(kind.apply(own.facts()), bank);
                replaced += text.contains(before) ? 1 : 0;
                text = text.replace(before, bytes(kind.apply(exchanged.facts()), bank));
            }
        }
        assertThat(replaced)
                .as("digests of the kernel")
                .isGreaterThanOrEqualTo(Bank.allComputable().size());
        List<Artifact> files = artifacts.stream()
                .map(file -> file.equals(own) ? exchanged : file)
                .toList();
        return new StoryBoot(chain, files, compositions, text.getBytes(StandardCharsets.ISO_8859_1), recording);
    }

    private static Artifact kernel(List<Artifact> artifacts) {
        return artifacts.stream()
                .filter(file -> file.name().equals("kernel"))
                .findFirst()
                .orElseThrow();
    }

    private static Digests authenticode(FileFacts facts) {
        return facts.pe().map(PeFacts::authenticode).orElseThrow();
    }

    private static String bytes(Digests digests, Bank bank) {
        return new String(digests.in(bank).map(Digest::bytes).orElseThrow(), StandardCharsets.ISO_8859_1);
    }

    /** Writes {@code hallmark.yaml} and the digest file that it refers to. */
    void describe(String image, String hardware, Path repository) throws IOException {
        Map<String, FileFacts> files = new LinkedHashMap<>();
        artifacts.forEach(file -> files.put(plain(file.name()), file.facts()));
        Files.write(repository.resolve("boot.digests"), new DigestFile(files, new TreeMap<>(compositions)).toYaml());
        Map<String, ArtifactLocation> locations = new LinkedHashMap<>();
        files.keySet()
                .forEach(name -> locations.put(
                        name,
                        new ArtifactLocation.InDigestFile(
                                "boot.digests", Optional.of(name), new Source("test", 1, 1))));
        List<BootStage> stages = new ArrayList<>();
        for (BootStage stage : chain.stages()) {
            stages.add(stage instanceof Grub grub ? plain(grub) : stage);
        }
        ChainDescription described =
                new ChainDescription(List.of(hardware), new BootChain("boot", chain.gpt(), stages));
        Files.write(
                repository.resolve(ImageDescription.FILE),
                new ImageDescription(image, locations, Map.of(), Map.of("boot", described)).toYaml());
    }

    private static Grub plain(Grub grub) {
        Map<String, String> files = new LinkedHashMap<>();
        grub.files().forEach((path, name) -> files.put(path, plain(name)));
        return new Grub(grub.image(), files, grub.prefix(), grub.filesystems(), grub.build());
    }

    /** The recordings call GRUB's files by their paths. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    }
}
