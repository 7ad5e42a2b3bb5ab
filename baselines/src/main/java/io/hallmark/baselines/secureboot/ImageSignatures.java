package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import io.hallmark.measuredboot.pe.CertificateTable;
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
    private static final int MOST = 32;

    ImageSignatures {
        signatures = List.copyOf(signatures);
    }

    static ImageSignatures of(CertificateTable table) {
        if (table.tooLarge()) {
            return new ImageSignatures(List.of(), true, true);
        }
        return table.content().size() == 0
                ? new ImageSignatures(List.of(), false, false)
                : table(table.content().bytes());
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
