package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Composition;
import io.hallmark.measuredboot.artifact.Composition.Literal;
import io.hallmark.measuredboot.artifact.Composition.PadTo;
import io.hallmark.measuredboot.artifact.Composition.Piece;
import io.hallmark.measuredboot.artifact.Composition.Section;
import io.hallmark.measuredboot.artifact.Composition.Whole;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.digest.Hasher;
import io.hallmark.measuredboot.io.RandomBytes;
import io.hallmark.measuredboot.pe.PeLayout;
import io.hallmark.measuredboot.pe.PeSection;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads the files of a composition one after the other, as their loader puts them together. */
public final class CompositionHasher {
    private static final int BUFFER = 1024 * 1024;

    private final Function<Artifact, Optional<Path>> files;
    private final Hasher hasher = new Hasher(Bank.allComputable());
    private long written;

    private CompositionHasher(Function<Artifact, Optional<Path>> files) {
        this.files = files;
    }

    /**
     * The digests of a composition in every computable bank; empty when a file that it needs is not at hand.
     *
     * @param files where an artifact's bytes are
     * @throws MeasuredBootException when a file can't be read
     */
    public static Optional<Digests> digests(Composition composition, Function<Artifact, Optional<Path>> files) {
        if (composition.artifacts().stream()
                .anyMatch(artifact -> files.apply(artifact).isEmpty())) {
            return Optional.empty();
        }
        CompositionHasher all = new CompositionHasher(files);
        composition.pieces().forEach(all::take);
        return Optional.of(all.hasher.finish());
    }

    private void take(Piece piece) {
        if (piece instanceof PadTo pad) {
            long padding = pad.after(written);
            hasher.zeros(padding);
            written += padding;
        } else if (piece instanceof Literal literal) {
            hasher.update(literal.bytes().bytes());
            written += literal.bytes().size();
        } else if (piece instanceof Whole whole) {
            read(whole.artifact(), Optional.empty());
        } else if (piece instanceof Section section) {
            read(section.artifact(), Optional.of(section.section()));
        } else {
            throw new IllegalStateException("unknown piece " + piece);
        }
    }

    private void read(Artifact artifact, Optional<String> section) {
        Path file = files.apply(artifact).orElseThrow();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            RandomBytes bytes = RandomBytes.of(channel, file.toString());
            long zeros = 0;
            if (section.isPresent()) {
                PeSection found = section(bytes, section.get());
                bytes = bytes.part("section " + section.get(), found.rawOffset(), found.contentSize());
                zeros = found.zeros();
            }
            for (long at = 0; at < bytes.length(); at += BUFFER) {
                hasher.update(bytes.read(at, (int) Math.min(BUFFER, bytes.length() - at)));
            }
            hasher.zeros(zeros);
            written += bytes.length() + zeros;
        } catch (IOException e) {
            throw new MeasuredBootException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static PeSection section(RandomBytes file, String name) throws IOException {
        return PeLayout.read(file)
                .flatMap(layout -> layout.sections().stream()
                        .filter(section -> section.name().equals(name))
                        .findFirst())
                .orElseThrow(() -> new MeasuredBootException(file.name() + ": has no section " + name));
    }
}
