package io.hallmark.baselines.initramfs;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.ArtifactChange;
import io.hallmark.baselines.diff.ProposalReport;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.chain.UnifiedKernelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps the indexes of initramfs images by their SHA-256, and adds to a report what changed inside of them. An image that
 * can't be opened, or whose predecessor was never seen here, is a line in the report and no failure.
 */
public final class InitramfsCache {
    private static final System.Logger LOG = System.getLogger(InitramfsCache.class.getName());

    private final Path folder;
    private final IndexSource source;

    /**
     * @param folder is made when it is needed
     * @param source opens the images that were never seen here
     */
    public InitramfsCache(Path folder, IndexSource source) {
        this.folder = folder;
        this.source = source;
    }

    /**
     * The report with what changed inside the initrds of {@code image}, also those inside unified kernel images; their
     * indexes are kept for the next time.
     */
    public ProposalReport enrich(MeasuredImage image, ProposalReport report) {
        ProposalReport enriched = report;
        for (Map.Entry<String, ArtifactChange> entry : changes(report).entrySet()) {
            ArtifactChange change = entry.getValue();
            boolean inside = isImageWithInitrd(image, entry.getKey());
            if (change.kind() != ArtifactChange.Kind.REMOVED && (inside || isInitrd(image, entry.getKey()))) {
                // What is the same is opened too: the next change is told from its index.
                Optional<List<String>> words =
                        words(image, image.artifacts().get(entry.getKey()), change.beforeSha256());
                boolean told = !inside
                        || change.kind() == ArtifactChange.Kind.ADDED
                        || change.tellsSection(InitrdPart.SECTION);
                if (told && words.isPresent()) {
                    enriched = enriched.with(entry.getKey(), words.get());
                }
            }
        }
        return enriched;
    }

    private static Map<String, ArtifactChange> changes(ProposalReport report) {
        Map<String, ArtifactChange> changes = new TreeMap<>();
        report.groups()
                .forEach(group ->
                        group.diff().artifacts().forEach(change -> changes.putIfAbsent(change.name(), change)));
        return changes;
    }

    private static boolean isInitrd(MeasuredImage image, String name) {
        return image.description().chains().values().stream()
                .flatMap(chain -> chain.chain().stages().stream())
                .anyMatch(stage ->
                        stage instanceof LinuxKernel linux && linux.initrd().contains(name));
    }

    private static boolean isImageWithInitrd(MeasuredImage image, String name) {
        return image.description().chains().values().stream()
                        .flatMap(chain -> chain.chain().stages().stream())
                        .anyMatch(stage -> stage instanceof UnifiedKernelImage uki
                                && uki.image().equals(name))
                && image.artifacts()
                        .get(name)
                        .facts()
                        .pe()
                        .flatMap(pe -> pe.section(InitrdPart.SECTION))
                        .isPresent();
    }

    private Optional<List<String>> words(MeasuredImage image, Artifact artifact, Optional<String> before) {
        try {
            String sha256 = artifact.facts()
                    .digests()
                    .in(io.hallmark.measuredboot.digest.Bank.SHA256)
                    .orElseThrow()
                    .hex();
            Optional<InitramfsIndex> now = load(sha256);
            if (now.isEmpty()) {
                now = source.index(image, artifact);
                now.ifPresent(index -> store(sha256, index));
            }
            if (now.isEmpty()) {
                return Optional.empty();
            }
            Optional<InitramfsIndex> previous = before.isPresent() ? load(before.get()) : Optional.empty();
            if (previous.isPresent()) {
                return Optional.of(InitramfsChange.words(previous.get(), now.get()));
            }
            return Optional.of(List.of(
                    before.isPresent()
                            ? "what changed inside is not known: the previous image was never opened with this cache"
                            : now.get().files().size() + " files inside"));
        } catch (MeasuredBootException e) {
            return Optional.of(List.of("the initramfs could not be opened: " + e.getMessage()));
        }
    }

    /** An index that can't be read is as none: it is made anew from the image. */
    private Optional<InitramfsIndex> load(String sha256) {
        Path file = folder.resolve(sha256 + ".index");
        try {
            return Files.exists(file)
                    ? Optional.of(InitramfsIndex.ofBytes(file.toString(), Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (IOException | BaselinesException e) {
            return Optional.empty();
        }
    }

    /** Keeps an index; a cache that can't be written costs the next report its detail, and nothing else. */
    private void store(String sha256, InitramfsIndex index) {
        Path part = null;
        try {
            Files.createDirectories(folder);
            part = Files.createTempFile(folder, sha256, ".part");
            Files.write(part, index.toBytes());
            Files.move(
                    part,
                    folder.resolve(sha256 + ".index"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, folder + ": can't be written: " + e.getMessage());
            remove(part);
        }
    }

    private static void remove(Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, part + ": can't be removed: " + e.getMessage());
        }
    }
}
