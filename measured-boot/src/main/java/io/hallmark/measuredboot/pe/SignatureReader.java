package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.artifact.CertificateFacts;
import io.hallmark.measuredboot.artifact.SignerFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.Printable;
import io.hallmark.measuredboot.io.RandomBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The signers of a PE file: WIN_CERTIFICATE entries with PKCS#7 content (UEFI, "WIN_CERTIFICATE"). */
public final class SignatureReader {
    private static final int PKCS_SIGNED_DATA = 2;
    private static final long LARGEST_TABLE = 16L * 1024 * 1024;
    private static final int MOST_SIGNATURES = 32;
    private static final int MOST_ISSUERS = 8;

    private SignatureReader() {}

    /**
     * The signers, outermost signature first.
     *
     * @param notes gets a line for each signature that can't be read; such a file is measured all the same
     */
    public static List<SignerFacts> signers(RandomBytes file, PeLayout layout, List<String> notes) throws IOException {
        PeLayout.Range table = layout.certificates();
        List<SignerFacts> signers = new ArrayList<>();
        if (table.size() == 0) {
            return signers;
        }
        if (table.size() > LARGEST_TABLE) {
            notes.add("the certificate table has " + table.size() + " bytes and was not read");
            return signers;
        }
        ByteReader in = new ByteReader(file.read(table.start(), (int) table.size()));
        for (int i = 0; i < MOST_SIGNATURES && in.remaining() >= 8; i++) {
            int at = in.offset();
            long length = in.u32();
            int type = in.skip(2).u16();
            if (length < 8 || length > in.remaining() + 8L) {
                notes.add("the signature at offset " + (table.start() + at) + " has an impossible length");
                break;
            }
            byte[] content = in.bytes((int) length - 8);
            if (type == PKCS_SIGNED_DATA) {
                add(content, table.start() + at, signers, notes);
            }
            in.skip(Math.min(in.remaining(), (int) ((8 - length % 8) % 8)));
        }
        return signers;
    }

    private static void add(byte[] pkcs7, long offset, List<SignerFacts> signers, List<String> notes) {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pkcs7))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            for (SignedData.SignerId signer : SignedData.signers(pkcs7)) {
                Optional<X509Certificate> certificate = certificates.stream()
                        .filter(c -> c.getSerialNumber().equals(signer.serial())
                                && c.getIssuerX500Principal().equals(signer.issuer()))
                        .findFirst();
                if (certificate.isPresent()) {
                    signers.add(signer(certificate.get(), certificates));
                } else {
                    notes.add("the signature at offset " + offset + " lacks its signer's certificate, serial number "
                            + signer.serial().toString(16) + " of "
                            + Printable.line(signer.issuer().getName()));
                }
            }
        } catch (CertificateException | RuntimeException e) {
            // The JDK's parser fails in many ways on foreign bytes.
            notes.add("the signature at offset " + offset + " can't be read: "
                    + Printable.line(String.valueOf(e.getMessage())));
        }
    }

    /** The certificates beside the signer's may be of time stamps, too: only those that lead up from it are its issuers. */
    private static SignerFacts signer(X509Certificate signer, List<X509Certificate> beside)
            throws CertificateEncodingException {
        List<X509Certificate> chain = new ArrayList<>(List.of(signer));
        for (int i = 0; i < chain.size() && chain.size() <= MOST_ISSUERS; i++) {
            for (X509Certificate candidate : beside) {
                if (!chain.contains(candidate) && issued(candidate, chain.get(i))) {
                    chain.add(candidate);
                }
            }
        }
        List<CertificateFacts> issuers = new ArrayList<>();
        for (X509Certificate issuer : chain.subList(1, Math.min(chain.size(), 1 + MOST_ISSUERS))) {
            issuers.add(facts(issuer));
        }
        return new SignerFacts(facts(signer), issuers);
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static CertificateFacts facts(X509Certificate certificate) throws CertificateEncodingException {
        return new CertificateFacts(
                Printable.line(certificate.getSubjectX500Principal().getName()),
                Printable.line(certificate.getIssuerX500Principal().getName()),
                Bank.SHA256.hash(certificate.getEncoded()).hex());
    }
}
