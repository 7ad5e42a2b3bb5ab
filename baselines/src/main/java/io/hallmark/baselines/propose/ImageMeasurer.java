package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.ArtifactLocation;
import io.hallmark.baselines.document.ChainDescription;
import io.hallmark.baselines.document.DigestFile;
import io.hallmark.baselines.document.ImageDescription;
import io.hallmark.baselines.document.VerityImage;
import io.hallmark.baselines.source.ArtifactFiles;
import io.hallmark.baselines.source.Downloads;
import io.hallmark.baselines.source.FilesAtHand;
import io.hallmark.baselines.source.LocalFile;
import io.hallmark.baselines.source.WorkingTree;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.verity.VerityFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Measures the artifacts that an image repository's chains refer to; each file once. */
public final class ImageMeasurer {
    private final WorkingTree tree;
    private final ArtifactFiles locations;
    private final FileProgress progress;
    private final Map<Path, FileFacts> measured = new HashMap<>();
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, Digests> compositions = new HashMap<>();

    /** Told how far the measuring of each file has come. */
    @FunctionalInterface
    public interface FileProgress {
        FileProgress NONE = (file, done, total) -> {};

        void read(String file, long done, long total);
    }

    private ImageMeasurer(WorkingTree tree, Downloads downloads, FileProgress progress) {
        this.tree = tree;
        this.locations = new ArtifactFiles(tree, downloads);
        this.progress = progress;
    }

    /**
     * Reads {@code hallmark.yaml} at the root of the tree and measures what it refers to.
     *
     * @throws BaselinesException when the description or an artifact can't be used, with the place in the description
     */
    public static MeasuredImage measure(WorkingTree tree, Downloads downloads, FileProgress progress) {
        ImageMeasurer measurer = new ImageMeasurer(tree, downloads, progress);
        ImageDescription described =
                ImageDescription.read(ImageDescription.FILE, measurer.bytes(tree.resolve(ImageDescription.FILE)));
        // Root hashes first: they stand in command lines, which chains measure.
        Map<String, Digest> rootHashes = new HashMap<>();
        described.verity().forEach((name, image) -> rootHashes.put(name, measurer.rootHash(name, image)));
        ImageDescription description = described.withRootHashes(rootHashes);
        Set<String> used = new LinkedHashSet<>();
        for (ChainDescription chain : description.chains().values()) {
            used.addAll(chain.chain().artifacts());
        }
        Map<String, Artifact> artifacts = new HashMap<>();
        for (String name : used) {
            artifacts.put(name, measurer.artifact(name, description.artifacts().get(name)));
        }
        AcceptedSet.Source source = new AcceptedSet.Source(
                tree.remoteUrl().orElse(""), tree.commit().orElse(""));
        return new MeasuredImage(
                description,
                source,
                tree.commitTime(),
                artifacts,
                new FilesAtHand(measurer.files),
                measurer.compositions);
    }

    private Digest rootHash(String name, VerityImage image) {
        return placed("verity image '" + name + "'", image.location(), () -> {
            LocalFile file = file(image.location());
            return VerityFormat.rootHash(
                            file.path(),
                            image.parameters(),
                            image.dataBlocks(),
                            (done, total) -> progress.read(file.origin(), done, total))
                    .rootHash();
        });
    }

    private Artifact artifact(String name, ArtifactLocation location) {
        return placed("artifact '" + name + "'", location, () -> {
            if (location instanceof ArtifactLocation.InDigestFile digests) {
                return fromDigestFile(name, digests);
            }
            LocalFile file = file(location);
            files.put(name, file.path());
            FileFacts facts = measured.get(file.path());
            if (facts == null) {
                facts = FileMeasurer.measure(file.path(), (done, total) -> progress.read(file.origin(), done, total));
                measured.put(file.path(), facts);
            }
            return new Artifact(name, file.origin(), facts);
        });
    }

    /** Errors say what it was about and where the description has it. */
    private static <T> T placed(String what, ArtifactLocation location, Supplier<T> measure) {
        try {
            return measure.get();
        } catch (BaselinesException e) {
            String message = location.source() + ": " + what + ": " + e.getMessage();
            throw e.remote() ? BaselinesException.remote(message, e) : new BaselinesException(message, e);
        } catch (MeasuredBootException e) {
            throw new BaselinesException(location.source() + ": " + what + ": " + e.getMessage(), e);
        }
    }

    private LocalFile file(ArtifactLocation location) {
        if (location instanceof ArtifactLocation.Download download) {
            return locations.download(download.url(), download.sha256());
        }
        if (location instanceof ArtifactLocation.BuildOutput output) {
            return new LocalFile(tree.resolve(output.path()), output.path());
        }
        return locations.inRepository(((ArtifactLocation.InRepository) location).path());
    }

    private Artifact fromDigestFile(String name, ArtifactLocation.InDigestFile location) {
        DigestFile digests = DigestFile.read(location.path(), bytes(tree.resolve(location.path())));
        compositions.putAll(digests.compositions());
        List<String> names = new ArrayList<>(digests.files().keySet());
        String wanted = location.file().orElse(names.size() == 1 ? names.get(0) : name);
        return Optional.ofNullable(digests.files().get(wanted))
                .map(facts -> new Artifact(name, location.path() + " (" + wanted + ")", facts))
                .orElseThrow(() -> new BaselinesException(
                        location.path() + " has no file '" + wanted + "'; name one of " + names + " with 'file:'"));
    }

    private byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BaselinesException(file + ": can't be read: " + e.getMessage(), e);
        }
    }
}
