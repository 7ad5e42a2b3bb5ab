package io.hallmark.measuredboot.artifact;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.digest.Hasher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

    /** The digests, if the content of every piece was kept in the facts (see {@link FileFacts#KEPT_CONTENT}). */
    Optional<Digests> ofKeptContent(Collection<Bank> banks) {
        Hasher hasher = new Hasher(banks);
        long written = 0;
        for (Piece piece : pieces) {
            if (piece instanceof PadTo pad) {
                long padding = pad.after(written);
                hasher.zeros(padding);
                written += padding;
                continue;
            }
            Optional<Content> content = piece.keptContent();
            if (content.isEmpty()) {
                return Optional.empty();
            }
            hasher.update(content.get().bytes());
            written += content.get().size();
        }
        return Optional.of(hasher.finish());
    }

    /** A part of a composition. */
    public sealed interface Piece {
        String key();

        /** Its bytes, if they were kept; padding has none of its own. */
        Optional<Content> keptContent();
    }

    /** The whole content of an artifact. */
    public record Whole(Artifact artifact) implements Piece {
        @Override
        public String key() {
            return contentKey(artifact.facts().digests(), artifact.name());
        }

        @Override
        public Optional<Content> keptContent() {
            return artifact.facts().content();
        }
    }

    /** The content of a section of a PE artifact. */
    public record Section(Artifact artifact, String section) implements Piece {
        @Override
        public String key() {
            return contentKey(facts().digests(), artifact.name() + " " + section);
        }

        @Override
        public Optional<Content> keptContent() {
            return facts().content();
        }

        private SectionFacts facts() {
            return artifact.facts()
                    .pe()
                    .flatMap(pe -> pe.section(section))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "artifact '" + artifact.name() + "' has no section " + section));
        }
    }

    /** Zeros up to the next multiple of {@code alignment} bytes, counted from the start of the composition. */
    public record PadTo(int alignment) implements Piece {
        @Override
        public String key() {
            return "pad:" + alignment;
        }

        @Override
        public Optional<Content> keptContent() {
            return Optional.empty();
        }

        /** How many zeros follow after {@code written} bytes. */
        public long after(long written) {
            return (alignment - written % alignment) % alignment;
        }
    }

    /** Bytes that a loader makes. */
    public record Literal(Content bytes) implements Piece {
        @Override
        public String key() {
            return "sha256:" + Bank.SHA256.hash(bytes.bytes()).hex();
        }

        @Override
        public Optional<Content> keptContent() {
            return Optional.of(bytes);
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
