package io.hallmark.measuredboot.eventlog.content;

import io.hallmark.measuredboot.eventlog.content.EventContent.Signature;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** EFI_SIGNATURE_LISTs of PK, KEK, db, dbx (UEFI, "Signature Database"), and the single entry of an authority event. */
final class SignatureLists {
    private static final String X509 = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
    private static final String SHA256 = "c1c41626-504c-4092-aca9-41f936934328";
    private static final int MOST = 20_000;

    private SignatureLists() {}

    static List<Signature> lists(byte[] data) {
        List<Signature> signatures = new ArrayList<>();
        ByteReader in = new ByteReader(data);
        while (in.remaining() >= 28 && signatures.size() < MOST) {
            String type = EfiGuid.read(in);
            long listSize = in.u32();
            long headerSize = in.u32();
            long size = in.u32();
            long left = listSize - 28 - headerSize;
            if (left < 0 || headerSize > in.remaining() || left > in.remaining() - headerSize || size <= 16) {
                break;
            }
            in.skip((int) headerSize);
            for (; left >= size && signatures.size() < MOST; left -= size) {
                signatures.add(entry(type, in.bytes((int) size)));
            }
            in.skip((int) left);
        }
        return signatures;
    }

    /** EFI_SIGNATURE_DATA alone, as an authority event has it; the certificate tells its type. */
    static List<Signature> single(byte[] data) {
        boolean certificate = data.length > 20 && data[16] == 0x30 && data[17] == (byte) 0x82;
        return certificate ? List.of(entry(X509, data)) : List.of();
    }

    private static Signature entry(String type, byte[] data) {
        ByteReader in = new ByteReader(data);
        String owner = Guid.name(EfiGuid.read(in));
        byte[] value = in.rest();
        if (type.equals(X509)) {
            return new Signature(owner, "X.509", subject(value));
        }
        return new Signature(
                owner,
                type.equals(SHA256) ? "SHA-256" : Guid.name(type),
                HexFormat.of().formatHex(value));
    }

    private static String subject(byte[] certificate) {
        try {
            X509Certificate x509 = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
            return x509.getSubjectX500Principal().getName();
        } catch (CertificateException e) {
            return "unreadable certificate of " + certificate.length + " bytes";
        }
    }
}
