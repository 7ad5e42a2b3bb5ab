package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.EfiVariable;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.ByteBuffer;

/**
 * What vouches for an image, as PCR 7 has it: an entry of a list (PFP, EV_EFI_VARIABLE_AUTHORITY).
 *
 * @param variable name of the list: {@code db}, {@code MokListRT}, {@code vendor_db}; or {@code dbx}, {@code MokListX},
 *     where shim measures an entry that denies one of an image's signatures
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
        byte[] entry = ByteBuffer.allocate(16 + data.size())
                .put(EfiGuid.bytes(owner))
                .put(data.bytes())
                .array();
        return new EfiVariable(guid, variable, new Content(entry)).data();
    }

    /** Whether it denies a signature, instead of vouching for it. */
    boolean denies() {
        return variable.equals("dbx") || variable.equals("MokListX");
    }

    /** {@code CN=Microsoft Corporation UEFI CA 2011,… (db)}. */
    public String words() {
        return subject + " (" + variable + ")";
    }
}
