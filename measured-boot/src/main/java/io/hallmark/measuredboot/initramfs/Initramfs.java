package io.hallmark.measuredboot.initramfs;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads an initramfs image as Linux unpacks it ({@code init/initramfs.c}): archives in a row, each plain or compressed,
 * with zeros between them.
 */
public final class Initramfs {
    private final String name;
    private final Source source;
    private final List<Decompressor> decompressors;
    private final ContentTaker contents;
    private final Consumer<Entry> entries;
    private final Budget budget;

    private Initramfs(
            String name,
            Source source,
            List<Decompressor> decompressors,
            Budget budget,
            ContentTaker contents,
            Consumer<Entry> entries) {
        this.name = name;
        this.source = source;
        this.decompressors = List.copyOf(decompressors);
        this.budget = budget;
        this.contents = contents;
        this.entries = entries;
    }

    /**
     * Gives the entries of an image, in order.
     *
     * @param decompressors for what is compressed by something else than gzip
     * @param entries gets each entry as it is read, so also those before an error
     * @throws MeasuredBootException when the file can't be read, is damaged, goes beyond the limits, or has a segment
     *     that none of the decompressors unpacks
     */
    public static void read(Path file, List<Decompressor> decompressors, Limits limits, Consumer<Entry> entries) {
        try (InputStream in = Files.newInputStream(file)) {
            read(file.toString(), in, decompressors, limits, entries);
        } catch (NoSuchFileException e) {
            throw new MeasuredBootException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new MeasuredBootException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Gives the entries of an image that is read from a stream.
     *
     * @param name of the image, for messages
     * @see #read(Path, List, Limits, Consumer)
     */
    public static void read(
            String name, InputStream image, List<Decompressor> decompressors, Limits limits, Consumer<Entry> entries) {
        read(name, image, decompressors, limits, ContentTaker.NONE, entries);
    }

    /**
     * Gives the entries of an image and what regular files hold.
     *
     * @param contents is asked for each regular file before its entry is given
     * @see #read(Path, List, Limits, Consumer)
     */
    public static void read(
            String name,
            InputStream image,
            List<Decompressor> decompressors,
            Limits limits,
            ContentTaker contents,
            Consumer<Entry> entries) {
        new Initramfs(name, new Source(image), decompressors, new Budget(name, limits), contents, entries).segments();
    }

    private void segments() {
        int number = 0;
        try {
            for (byte[] start = start(); start.length > 0; start = start()) {
                number++;
                Optional<Compression> compression = Compression.of(start);
                Segment segment = new Segment(number, source.offset(), compression.orElse(Compression.NONE));
                budget.segment(segment);
                if (compression.isPresent()) {
                    compressed(segment, start);
                } else if (start[0] == '0' && source.offset() % 4 == 0) {
                    new Cpio(new Unpacked(name, segment, source, budget), contents, entries).archive();
                } else {
                    throw garbage(start);
                }
            }
        } catch (IOException e) {
            throw new MeasuredBootException(
                    name + ": can't be read at offset " + source.offset() + ": " + e.getMessage(), e);
        }
    }

    /** The first bytes of the next segment, after the zeros before it; none at the end of the image. */
    private byte[] start() throws IOException {
        while (source.skipZeros(Integer.MAX_VALUE) == Integer.MAX_VALUE) {
            continue;
        }
        return source.peek(Compression.MAGIC_SIZE);
    }

    private void compressed(Segment segment, byte[] start) throws IOException {
        Optional<Decompressor> decompressor =
                decompressors.stream().filter(d -> d.recognises(start)).findFirst();
        if (decompressor.isEmpty() && segment.compression() != Compression.GZIP) {
            throw new MeasuredBootException(name + ": " + segment + " can't be unpacked here; add a decompressor for "
                    + segment.compression().label() + ", or leave out the list of its files");
        }
        InputStream member = member(segment);
        try (InputStream content = open(member, decompressor)) {
            new Cpio(new Unpacked(name, segment, new Source(content), budget), contents, entries).archives();
            if (member instanceof Frame frame) {
                // A decompressor may leave the checksum at the end of its frame unread.
                frame.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            throw new MeasuredBootException(
                    name + ": " + segment + " is damaged (found before offset " + source.offset() + "): "
                            + Printable.line(String.valueOf(e.getMessage())) + "; build the initramfs again",
                    e);
        }
    }

    private InputStream open(InputStream member, Optional<Decompressor> decompressor) throws IOException {
        if (decompressor.isEmpty()) {
            return new GzipMember(source);
        }
        try {
            return decompressor.get().open(member);
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private InputStream member(Segment segment) {
        return switch (segment.compression()) {
            case ZSTD -> new ZstdFrame(source);
            case LZ4_FRAME -> new Lz4Frame(source, false);
            case LZ4_LEGACY -> new Lz4Frame(source, true);
            default -> source;
        };
    }

    private MeasuredBootException garbage(byte[] start) {
        return new MeasuredBootException(name + ": neither a cpio archive nor a known compression at offset "
                + source.offset() + " (bytes " + HexFormat.of().formatHex(start)
                + "); Linux would not unpack it, build the initramfs again");
    }
}
