package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.io.RandomBytes;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The certificate table of a file (PE format, "Attribute Certificate Table"): all that has to be at hand of a file to
 * verify its signatures, beside its digest.
 *
 * @param content without the padding around it; empty where there is no table, or one that is too large
 * @param tooLarge whether the file claims a table of more than {@link #LARGEST} bytes
 */
public record CertificateTable(Content content, boolean tooLarge) {
    /** The largest table that is read, in bytes; real ones have a few KiB. */
    public static final int LARGEST = 16 * 1024 * 1024;

    /** What a file has that is no PE file, or is not signed. */
    public static final CertificateTable NONE = new CertificateTable(new Content(new byte[0]), false);

    /**
     * Reads the table of a file.
     *
     * @throws MeasuredBootException when the file can't be read
     */
    public static CertificateTable read(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            RandomBytes bytes = RandomBytes.of(channel, file.toString());
            PeLayout.Range table =
                    PeLayout.read(bytes).map(PeLayout::certificates).orElse(new PeLayout.Range(0, 0));
            if (table.size() > LARGEST) {
                return new CertificateTable(NONE.content, true);
            }
            return table.size() == 0
                    ? NONE
                    : new CertificateTable(new Content(bytes.read(table.start(), (int) table.size())), false);
        } catch (IOException e) {
            throw new MeasuredBootException(file + ": can't be read: " + e.getMessage(), e);
        }
    }
}
