package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.ByteReader;

/** shim's {@code .vendor_cert} section: what the vendor trusts and what it denies ({@code cert.S}). */
public final class VendorCertificates {
    private static final byte DER_SEQUENCE = 0x30;

    private final byte[] trusted;
    private final byte[] denied;

    private VendorCertificates(byte[] trusted, byte[] denied) {
        this.trusted = trusted;
        this.denied = denied;
    }

    /**
     * Reads the section: sizes of what is trusted and of the denied list, then their offsets from the section's start.
     *
     * @throws MeasuredBootException when it is damaged
     */
    public static VendorCertificates parse(byte[] section) {
        ByteReader in = new ByteReader(section);
        long certificateSize = in.u32();
        long deniedSize = in.u32();
        long certificateAt = in.u32();
        long deniedAt = in.u32();
        return new VendorCertificates(
                part(section, certificateAt, certificateSize), part(section, deniedAt, deniedSize));
    }

    private static byte[] part(byte[] section, long offset, long size) {
        if (size == 0) {
            return new byte[0];
        }
        if (offset + size > section.length) {
            throw new MeasuredBootException("shim's .vendor_cert section has " + section.length + " bytes, but " + size
                    + " are needed at offset " + offset);
        }
        return new ByteReader(section).seek((int) offset).bytes((int) size);
    }

    /**
     * What the vendor trusts: a certificate in DER, or EFI signature lists ({@link #lists}); empty when the shim was built
     * without.
     */
    public byte[] trusted() {
        return trusted.clone();
    }

    /** Whether what the vendor trusts are signature lists (shim, VENDOR_DB_FILE), which shim calls {@code vendor_db}. */
    public boolean lists() {
        return trusted.length > 0 && trusted[0] != DER_SEQUENCE;
    }

    /** EFI signature lists of what the vendor denies; may be empty. */
    public byte[] denied() {
        return denied.clone();
    }
}
