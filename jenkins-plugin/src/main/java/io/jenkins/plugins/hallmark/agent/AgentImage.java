package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import hudson.remoting.RequestAbortedException;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.initramfs.IndexSource;
import io.hallmark.baselines.initramfs.InitramfsIndex;
import io.hallmark.baselines.propose.ImageMeasurement;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.source.ArtifactContents;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.pe.CertificateTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/**
 * An image whose files are in a workspace, on whatever machine that is. What comes from there is taken for foreign input:
 * it is bounded, and read as documents.
 */
public final class AgentImage implements ArtifactContents {
    private final FilePath workspace;
    private final ImageMeasurement measurement;
    private final Map<String, String> files;
    private final SortedMap<String, Digests> compositions = new TreeMap<>();

    private AgentImage(FilePath workspace, MeasureImage.Measured measured) {
        this.workspace = workspace;
        this.measurement = measured.measurement();
        this.files = Map.copyOf(measured.files());
    }

    /**
     * Measures the image on the machine where the workspace is.
     *
     * @param imagePath folder of {@code hallmark.yaml}, relative to the workspace
     * @throws AbortException when the image can't be used, or the agent is lost
     */
    public static AgentImage measure(FilePath workspace, String imagePath, TaskListener listener)
            throws IOException, InterruptedException {
        AgentImage image = new AgentImage(workspace, ask(workspace, new MeasureImage(imagePath, listener)));
        if (image.measurement.size() > ImageMeasurement.LARGEST) {
            throw new AbortException("the agent sent facts of " + image.measurement.size() + " bytes, more than "
                    + ImageMeasurement.LARGEST + ": that is no image that Hallmark measured");
        }
        return image;
    }

    /** The image, to compute with. */
    public MeasuredImage image() {
        return measurement.image(this);
    }

    /** What another agent must get as well. */
    public String fingerprint() {
        return measurement.fingerprint().toString();
    }

    /** The digests that were asked of the agent after it measured, by composition. */
    public SortedMap<String, String> compositions() {
        TreeMap<String, String> texts = new TreeMap<>();
        compositions.forEach((key, digests) -> texts.put(key, digests.toString()));
        return texts;
    }

    /** Opens initramfs images on the agent. */
    public IndexSource indexes() {
        return (image, artifact) -> Optional.ofNullable(files.get(artifact.name()))
                .map(file -> {
                    byte[] index;
                    try {
                        index = ask(workspace, new IndexInitramfs(file, artifact.origin()));
                    } catch (AgentLostException e) {
                        throw lost(e);
                    } catch (IOException e) {
                        throw new MeasuredBootException(e.getMessage(), e);
                    } catch (InterruptedException e) {
                        throw interrupted(e);
                    }
                    if (index.length > IndexInitramfs.LARGEST) {
                        throw new MeasuredBootException(artifact.origin() + ": its index is too large");
                    }
                    return InitramfsIndex.ofBytes(artifact.origin(), index);
                });
    }

    @Override
    public Optional<Digests> digests(Composition composition) {
        if (compositions.containsKey(composition.key())) {
            return Optional.of(compositions.get(composition.key()));
        }
        return HashPieces.of(composition, files).map(question -> {
            Map<String, String> answer = asked(question);
            List<Digest> digests = Bank.allComputable().stream()
                    .map(bank -> digest(bank, answer.getOrDefault(bank.label(), "")))
                    .toList();
            compositions.put(composition.key(), Digests.of(digests));
            return compositions.get(composition.key());
        });
    }

    private static Digest digest(Bank bank, String hex) {
        try {
            return Digest.ofHex(bank, hex);
        } catch (IllegalArgumentException e) {
            throw new BaselinesException("the agent sent '" + hex + "', which is no " + bank.label() + " digest", e);
        }
    }

    @Override
    public Optional<CertificateTable> certificates(String artifact) {
        return Optional.ofNullable(files.get(artifact)).map(file -> {
            ReadCertificates.Table table = asked(new ReadCertificates(file));
            return table.tooLarge() || table.bytes().length > CertificateTable.LARGEST
                    ? new CertificateTable(CertificateTable.NONE.content(), true)
                    : new CertificateTable(new Content(table.bytes()), false);
        });
    }

    /** A question amid a computation, which knows no exceptions of Jenkins. */
    private <T> T asked(MasterToSlaveFileCallable<T> question) {
        try {
            return ask(workspace, question);
        } catch (AgentLostException e) {
            throw lost(e);
        } catch (IOException e) {
            throw new BaselinesException(e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static BaselinesException lost(AgentLostException cause) {
        return BaselinesException.remote(cause.getMessage(), cause);
    }

    private static BaselinesException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new BaselinesException("interrupted", cause);
    }

    /** Messages of agents that went away say little; this one says what it means. */
    static <T> T ask(FilePath workspace, MasterToSlaveFileCallable<T> question)
            throws IOException, InterruptedException {
        try {
            return workspace.act(new OnAgent<>(question));
        } catch (AbortException e) {
            throw e;
        } catch (IOException | RequestAbortedException e) {
            // The second is what a call gets that waits for its answer when the connection breaks.
            throw new AgentLostException(workspace, e);
        }
    }
}
