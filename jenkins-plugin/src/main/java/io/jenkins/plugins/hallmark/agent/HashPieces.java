package io.jenkins.plugins.hallmark.agent;

import hudson.remoting.VirtualChannel;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.measure.CompositionHasher;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Digests bytes that a loader puts together from several files of the agent; the digests come back by bank, in hex. */
final class HashPieces extends MasterToSlaveFileCallable<Map<String, String>> {
    private static final long serialVersionUID = 1L;

    private final List<Part> parts;

    private HashPieces(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * A piece.
     *
     * @param file whose bytes it is; empty for padding and for bytes that the loader makes
     * @param section of the file; empty for all of it
     * @param alignment of padding; 0 for what is none
     */
    private record Part(String file, String section, int alignment, byte[] bytes) implements Serializable {}

    /**
     * The question.
     *
     * @param files of the agent, by the artifact's name
     * @return empty when a file is not on the agent
     */
    static Optional<HashPieces> of(Composition composition, Map<String, String> files) {
        if (!composition.artifacts().stream().allMatch(artifact -> files.containsKey(artifact.name()))) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        for (Composition.Piece piece : composition.pieces()) {
            parts.add(part(piece, files));
        }
        return Optional.of(new HashPieces(parts));
    }

    private static Part part(Composition.Piece piece, Map<String, String> files) {
        if (piece instanceof Composition.Whole whole) {
            return new Part(files.get(whole.artifact().name()), "", 0, new byte[0]);
        }
        if (piece instanceof Composition.Section section) {
            return new Part(files.get(section.artifact().name()), section.section(), 0, new byte[0]);
        }
        return piece instanceof Composition.PadTo pad
                ? new Part("", "", pad.alignment(), new byte[0])
                : new Part("", "", 0, ((Composition.Literal) piece).bytes().bytes());
    }

    @Override
    public Map<String, String> invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            List<Composition.Piece> pieces =
                    parts.stream().map(HashPieces::piece).toList();
            Digests digests = CompositionHasher.digests(
                            new Composition(pieces), artifact -> Optional.of(Path.of(artifact.origin())))
                    .orElseThrow();
            Map<String, String> byBank = new TreeMap<>();
            for (Digest digest : digests.all()) {
                byBank.put(digest.bank().label(), digest.hex());
            }
            return byBank;
        } catch (MeasuredBootException e) {
            throw Unusable.of(e);
        }
    }

    private static Composition.Piece piece(Part part) {
        if (part.alignment() > 0) {
            return new Composition.PadTo(part.alignment());
        }
        if (part.file().isEmpty()) {
            return new Composition.Literal(new Content(part.bytes()));
        }
        Artifact artifact = new Artifact(part.file(), part.file(), FileFacts.ofDigests(0, Digests.none()));
        return part.section().isEmpty()
                ? new Composition.Whole(artifact)
                : new Composition.Section(artifact, part.section());
    }
}
