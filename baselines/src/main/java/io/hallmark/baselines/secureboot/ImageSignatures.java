package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import io.hallmark.measuredboot.io.RandomBytes;
import io.hallmark.measuredboot.pe.PeLayout;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signatures in a PE file's certificate table (PE format, "Attribute Certificate Table").
 *
 * @param signatures those that can be read, in order
 * @param present whether the file has a certificate table at all
 * @param damaged whether the table's entries do not fill it, for which firmware refuses the file
 */
record ImageSignatures(List<PeSignature> signatures, boolean present, boolean damaged) {
    private static final int PKCS_SIGNED_DATA = 2;
    private static final int UEFI_GUID = 0x0EF1;
    private static final String PKCS7 = "4aafd29d-68df-49ee-8aa9-347d375665a7";
    private static final int LARGEST_TABLE = 16 * 1024 * 1024;
    private static final int MOST = 32;

    ImageSignatures {
        signatures = List.copyOf(signatures);
    }

    /** @throws BaselinesException when the file can't be read */
    static ImageSignatures read(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            RandomBytes bytes = RandomBytes.of(channel, file.toString());
            PeLayout.Range table =
                    PeLayout.read(bytes).map(PeLayout::certificates).orElse(new PeLayout.Range(0, 0));
            if (table.size() == 0) {
                return new ImageSignatures(List.of(), false, false);
            }
            return table.size() > LARGEST_TABLE
                    ? new ImageSignatures(List.of(), true, true)
                    : table(bytes.read(table.start(), (int) table.size()));
        } catch (IOException e) {
            throw new BaselinesException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static ImageSignatures table(byte[] table) {
        List<PeSignature> signatures = new ArrayList<>();
        ByteReader in = new ByteReader(table);
        for (int i = 0; i < MOST && in.remaining() > 8; i++) {
            long length = in.u32();
            int type = in.skip(2).u16();
            if (length <= 8 || length - 8 > in.remaining()) {
                return new ImageSignatures(signatures, true, true);
            }
            content(type, in.bytes((int) length - 8)).flatMap(PeSignature::read).ifPresent(signatures::add);
            in.skip(Math.min(in.remaining(), (int) ((8 - length % 8) % 8)));
        }
        return new ImageSignatures(signatures, true, in.remaining() > 0);
    }

    private static Optional<byte[]> content(int type, byte[] entry) {
        if (type == UEFI_GUID && entry.length > 16) {
            ByteReader in = new ByteReader(entry);
            return EfiGuid.read(in).equals(PKCS7) ? Optional.of(in.rest()) : Optional.empty();
        }
        return type == PKCS_SIGNED_DATA ? Optional.of(entry) : Optional.empty();
    }
}
