package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What vouches for an image, as PCR 7 has it: an entry of a list (PFP, EV_EFI_VARIABLE_AUTHORITY).
 *
 * @param variable name of the list: {@code db}, {@code MokListRT}
 * @param guid of that variable
 * @param owner GUID of who put the entry into the list
 * @param data the certificate in DER, or the hash of the image
 * @param subject for people: the certificate's subject
 */
public record Authority(String variable, String guid, String owner, Content data, String subject) {

    static Authority of(SignatureDatabase list, SignatureDatabase.Certificate entry) {
        String subject = entry.x509()
                .map(x509 -> x509.getSubjectX500Principal().getName())
                .orElse("unreadable certificate");
        return new Authority(list.name(), list.guid(), entry.owner(), entry.der(), subject);
    }

    static Authority of(SignatureDatabase list, SignatureDatabase.ImageHash entry) {
        return new Authority(
                list.name(),
                list.guid(),
                entry.owner(),
                new Content(entry.digest().bytes()),
                "its hash " + entry.digest());
    }

    /** The event's data, of which its digest is: UEFI_VARIABLE_DATA with the EFI_SIGNATURE_DATA that matched. */
    public byte[] eventData() {
        byte[] name = variable.getBytes(StandardCharsets.UTF_16LE);
        byte[] content = data.bytes();
        return ByteBuffer.allocate(32 + name.length + 16 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(EfiGuid.bytes(guid))
                .putLong(variable.length())
                .putLong(16L + content.length)
                .put(name)
                .put(EfiGuid.bytes(owner))
                .put(content)
                .array();
    }

    /** {@code CN=Microsoft Corporation UEFI CA 2011,… (db)}. */
    public String words() {
        return subject + " (" + variable + ")";
    }
}
