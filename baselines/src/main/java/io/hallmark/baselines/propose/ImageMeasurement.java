package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.ChainDescription;
import io.hallmark.baselines.document.DigestFile;
import io.hallmark.baselines.document.ImageDescription;
import io.hallmark.baselines.source.ArtifactContents;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A measured image as documents, to be carried from the machine where the files are to the one that computes with it. It
 * is small, whatever the files are: their facts, and the image description. Whoever reads it takes it for foreign input.
 *
 * @param description {@code hallmark.yaml} in its canonical form, root hashes filled in
 * @param facts a digest file with the facts of each artifact, by the artifact's name
 * @param origins where each artifact comes from, for people, by its name
 * @param repository URL of the image repository, without credentials; may be empty
 * @param commit full object id; empty when the files are in no repository
 * @param time of the commit, in seconds since 1970; negative when there is none
 */
public record ImageMeasurement(
        byte[] description, byte[] facts, TreeMap<String, String> origins, String repository, String commit, long time)
        implements Serializable {

    /** The most that a measurement may have, in bytes; small files that boot loaders read are in it as a whole. */
    public static final int LARGEST = 16 * 1024 * 1024;

    public ImageMeasurement {
        origins = new TreeMap<>(origins);
    }

    /** Writes down what was measured. */
    public static ImageMeasurement of(MeasuredImage image) {
        SortedMap<String, FileFacts> facts = new TreeMap<>();
        TreeMap<String, String> origins = new TreeMap<>();
        image.artifacts().forEach((name, artifact) -> {
            facts.put(name, artifact.facts());
            origins.put(name, artifact.origin());
        });
        return new ImageMeasurement(
                image.description().toYaml(),
                new DigestFile(facts, new TreeMap<>(image.compositions())).toYaml(),
                origins,
                image.source().repository(),
                image.source().commit(),
                image.time().map(Instant::getEpochSecond).orElse(-1L));
    }

    /** How much it is, in bytes, but for names. */
    public long size() {
        return (long) description.length + facts.length;
    }

    /**
     * The image that was measured.
     *
     * @param contents what is read off the artifacts' bytes later
     * @throws io.hallmark.baselines.BaselinesException when a document can't be read
     */
    public MeasuredImage image(ArtifactContents contents) {
        DigestFile digests = DigestFile.read("the measured facts", facts);
        Map<String, Artifact> artifacts = new HashMap<>();
        digests.files()
                .forEach((name, file) ->
                        artifacts.put(name, new Artifact(name, origins.getOrDefault(name, name), file)));
        ImageDescription read = ImageDescription.read(ImageDescription.FILE, description);
        for (ChainDescription chain : read.chains().values()) {
            for (String name : chain.chain().artifacts()) {
                if (!artifacts.containsKey(name)) {
                    throw new BaselinesException("the measured facts have no artifact '" + name + "', which chain '"
                            + chain.chain().name() + "' needs: measure the image again");
                }
            }
        }
        return new MeasuredImage(
                read,
                new AcceptedSet.Source(repository, commit),
                time < 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(time)),
                artifacts,
                contents,
                digests.compositions());
    }

    /** What two machines that measured the same must both get: a digest over the commit, the description and the facts. */
    public Digest fingerprint() {
        String lengths = description.length + " " + facts.length + " " + commit + " " + origins + "\n";
        return Bank.SHA256.hash(lengths.getBytes(StandardCharsets.UTF_8), description, facts);
    }
}
