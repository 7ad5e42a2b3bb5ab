package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import io.hallmark.measuredboot.io.Remembered;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A list of keys and hashes that firmware or shim keeps: EFI_SIGNATURE_LISTs (UEFI, "Signature Database").
 *
 * @param name of the variable: {@code db}
 * @param guid of the variable
 * @param entries in order
 */
public record SignatureDatabase(String name, String guid, List<Entry> entries) {
    static final String X509 = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
    private static final Map<String, Bank> IMAGE_HASHES = Map.of(
            "826ca512-cf10-4ac9-b187-be01496631bd", Bank.SHA1,
            "c1c41626-504c-4092-aca9-41f936934328", Bank.SHA256,
            "ff3e5307-9fd0-48c9-85f1-8ad56c701e01", Bank.SHA384,
            "093e0fae-a6c4-4f50-9f1b-d41e2b89c19a", Bank.SHA512);
    private static final Map<String, Bank> CERTIFICATE_HASHES = Map.of(
            "3bd2a492-96c0-4079-b420-fcf98ef103ed", Bank.SHA256,
            "7076876e-80c2-4ee6-aad2-28b349a6865b", Bank.SHA384,
            "446dbf63-2502-4cda-bcfa-2465d2b0fe9d", Bank.SHA512);

    /** Machines have most lists in common, and reading their certificates takes longer than comparing the bytes. */
    private static final Remembered<Variable, SignatureDatabase> READ = new Remembered<>(256);

    private record Variable(String name, String guid, Content content) {}

    /** EFI_SIGNATURE_DATA; {@code owner} is the GUID of whoever put it there. */
    public sealed interface Entry {
        String owner();
    }

    /**
     * An X.509 certificate.
     *
     * @param x509 read from the DER; empty when it can't be read, in which case it matches nothing
     * @param leads whether it is the first of its EFI_SIGNATURE_LIST
     */
    public record Certificate(String owner, Content der, Optional<X509Certificate> x509, boolean leads)
            implements Entry {
        static Certificate of(String owner, Content der, boolean leads) {
            return new Certificate(owner, der, certificate(der.bytes()), leads);
        }
    }

    /** The Authenticode digest of an image. */
    public record ImageHash(String owner, Digest digest) implements Entry {}

    /**
     * The digest of a certificate's to-be-signed part, with the time from which on it is revoked.
     *
     * @param always whether the time is all zeros, which revokes whatever the certificate ever signed
     */
    public record CertificateHash(String owner, Digest digest, boolean always) implements Entry {}

    /** A type that no verifier here looks at. */
    public record Other(String owner, String type) implements Entry {}

    public SignatureDatabase {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a variable's content.
     *
     * @throws MeasuredBootException when a list contradicts its own size
     */
    public static SignatureDatabase parse(String name, String guid, Content content) {
        return READ.of(new Variable(name, guid, content), SignatureDatabase::read);
    }

    private static SignatureDatabase read(Variable variable) {
        List<Entry> entries = new ArrayList<>();
        for (SignatureList list : SignatureList.read(variable.name, variable.content.bytes())) {
            for (int i = 0; i < list.signatures().size(); i++) {
                ByteReader in = new ByteReader(list.signatures().get(i).bytes());
                entries.add(entry(list.type(), EfiGuid.read(in), in.rest(), i == 0));
            }
        }
        return new SignatureDatabase(variable.name, variable.guid, entries);
    }

    /**
     * What a variable holds after an update is appended to it (UEFI, EFI_VARIABLE_APPEND_WRITE; EDK2,
     * {@code SecurityPkg/Library/AuthVariableLib/AuthService.c}, FilterSignatureList): entries that it has already, in a
     * list of the same type and size, are left out, and lists that become empty with them.
     *
     * @throws MeasuredBootException when a list contradicts its own size
     */
    static byte[] appended(String name, byte[] now, byte[] update) {
        List<SignatureList> before = SignatureList.read(name, now);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(now);
        for (SignatureList list : SignatureList.read(name, update)) {
            List<Content> fresh = list.signatures().stream()
                    .filter(signature -> before.stream().noneMatch(old -> old.has(list.type(), signature)))
                    .toList();
            if (!fresh.isEmpty()) {
                all.writeBytes(new SignatureList(list.type(), list.header(), fresh).bytes());
            }
        }
        return all.toByteArray();
    }

    /** The same without certificates that a verifier does not look at. */
    SignatureDatabase onlyCertificates(Predicate<Certificate> wanted) {
        return new SignatureDatabase(
                name,
                guid,
                entries.stream()
                        .filter(entry -> !(entry instanceof Certificate certificate) || wanted.test(certificate))
                        .toList());
    }

    private static Entry entry(String type, String owner, byte[] data, boolean leads) {
        Bank image = IMAGE_HASHES.get(type);
        Bank revoked = CERTIFICATE_HASHES.get(type);
        if (type.equals(X509)) {
            return Certificate.of(owner, new Content(data), leads);
        } else if (image != null && data.length == image.size()) {
            return new ImageHash(owner, new Digest(image, data));
        } else if (revoked != null && data.length == revoked.size() + 16) {
            byte[] time = Arrays.copyOfRange(data, revoked.size(), data.length);
            boolean always = Arrays.equals(time, new byte[16]);
            return new CertificateHash(owner, new Digest(revoked, Arrays.copyOf(data, revoked.size())), always);
        }
        return new Other(owner, type);
    }

    List<Certificate> certificates() {
        return entries.stream()
                .filter(Certificate.class::isInstance)
                .map(Certificate.class::cast)
                .toList();
    }

    /** The entries that are not of single images. */
    List<Entry> signers() {
        return entries.stream().filter(entry -> !(entry instanceof ImageHash)).toList();
    }

    /** The entry for an image with one of these Authenticode digests. */
    Optional<ImageHash> hashOf(Digests authenticode) {
        return entries.stream()
                .filter(ImageHash.class::isInstance)
                .map(ImageHash.class::cast)
                .filter(entry -> authenticode.in(entry.digest().bank()).equals(Optional.of(entry.digest())))
                .findFirst();
    }

    /** Whether any certificate is listed by the hash of its to-be-signed part. */
    boolean listsHashes() {
        return entries.stream().anyMatch(CertificateHash.class::isInstance);
    }

    /** Whether the certificate is listed by the hash of its to-be-signed part. */
    boolean listsHashOf(X509Certificate certificate) {
        try {
            byte[] signed = certificate.getTBSCertificate();
            return entries.stream()
                    .filter(CertificateHash.class::isInstance)
                    .map(entry -> ((CertificateHash) entry).digest())
                    .anyMatch(revoked -> isDigestOf(revoked, signed));
        } catch (CertificateException e) {
            return false;
        }
    }

    private static boolean isDigestOf(Digest revoked, byte[] signed) {
        Digest own = revoked.bank().hash(signed);
        return revoked.equals(own);
    }

    /** Reads one certificate; empty when it is none. */
    static Optional<X509Certificate> certificate(byte[] der) {
        try {
            return Optional.ofNullable((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}
