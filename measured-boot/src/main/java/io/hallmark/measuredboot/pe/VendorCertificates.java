package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.ByteReader;

/** shim's {@code .vendor_cert} section: the vendor's certificate and its list of what is denied ({@code cert.S}). */
public final class VendorCertificates {
    private final byte[] certificate;
    private final byte[] denied;

    private VendorCertificates(byte[] certificate, byte[] denied) {
        this.certificate = certificate;
        this.denied = denied;
    }

    /**
     * Reads the section: sizes of certificate and denied list, then their offsets from the section's start.
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

    /** The vendor's certificate in DER; empty when the shim was built without one. */
    public byte[] certificate() {
        return certificate.clone();
    }

    /** EFI signature lists of what the vendor denies; may be empty. */
    public byte[] denied() {
        return denied.clone();
    }
}
