package io.hallmark.measuredboot.artifact;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Bytes that a loader puts together from several files before they are measured: initrds one after the other, padding,
 * an archive that systemd-stub appends.
 *
 * @param pieces in order
 */
public record Composition(List<Piece> pieces) {
    public Composition {
        pieces = List.copyOf(pieces);
    }

    public static Composition of(Piece... pieces) {
        return new Composition(List.of(pieces));
    }

    /**
     * A name that depends on content alone: {@code sha256:03c2… pad:4096 sha256:6e7b…}. Two compositions with the same
     * key have the same bytes.
     */
    public String key() {
        StringJoiner key = new StringJoiner(" ");
        for (Piece piece : pieces) {
            key.add(piece.key());
        }
        return key.toString();
    }

    /** A part of a composition. */
    public sealed interface Piece {
        String key();
    }

    /** The whole content of an artifact. */
    public record Whole(Artifact artifact) implements Piece {
        @Override
        public String key() {
            return contentKey(artifact.facts().digests(), artifact.name());
        }
    }

    /** The content of a section of a PE artifact. */
    public record Section(Artifact artifact, String section) implements Piece {
        @Override
        public String key() {
            SectionFacts facts = artifact.facts()
                    .pe()
                    .flatMap(pe -> pe.section(section))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "artifact '" + artifact.name() + "' has no section " + section));
            return contentKey(facts.digests(), artifact.name() + " " + section);
        }
    }

    /** Zeros up to the next multiple of {@code alignment} bytes, counted from the start of the composition. */
    public record PadTo(int alignment) implements Piece {
        @Override
        public String key() {
            return "pad:" + alignment;
        }
    }

    /** Bytes that a loader makes. */
    public record Literal(Content bytes) implements Piece {
        @Override
        public String key() {
            return "sha256:" + Bank.SHA256.hash(bytes.bytes()).hex();
        }
    }

    /** The artifacts whose bytes are needed, in order. */
    public List<Artifact> artifacts() {
        List<Artifact> artifacts = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Whole whole) {
                artifacts.add(whole.artifact());
            } else if (piece instanceof Section section) {
                artifacts.add(section.artifact());
            }
        }
        return artifacts;
    }

    private static String contentKey(Digests digests, String name) {
        Digest sha256 = digests.in(Bank.SHA256)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' has no sha256 digest"));
        return "sha256:" + sha256.hex();
    }
}
