package io.hallmark.bootlab.machine;

import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What is appended to a variable with keys before the machine starts, as an update or a user with MokManager would have
 * done it in an earlier boot.
 *
 * @param name {@code db}
 * @param guid of its vendor
 * @param attributes as the variable must have them for firmware or shim to take it for good
 * @param content of which signature lists are put after those that the variable has
 */
public record KeyVariable(String name, String guid, int attributes, byte[] content) {
    private static final String SECURITY_DATABASE = "d719b2cb-3d3a-4596-a3bc-dad00e67656f";
    private static final String X509 = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
    private static final String SHA256 = "c1c41626-504c-4092-aca9-41f936934328";
    private static final String LAB = "8f1f7f35-2f0c-4f5b-9a58-6d0a3b6c1e42";

    /** Non-volatile, for boot services only. */
    private static final int OF_SHIM = 0x03;
    /** Non-volatile, for boot services and the running system, written by signed updates only. */
    private static final int OF_FIRMWARE = 0x27;

    /** A certificate that firmware trusts. */
    public static KeyVariable db(byte[] certificate) {
        return new KeyVariable("db", SECURITY_DATABASE, OF_FIRMWARE, list(X509, LAB, certificate));
    }

    /** A certificate whose signatures firmware and shim refuse. */
    public static KeyVariable revoking(byte[] certificate) {
        return new KeyVariable("dbx", SECURITY_DATABASE, OF_FIRMWARE, list(X509, LAB, certificate));
    }

    /** The SHA-256 Authenticode digest of an image that firmware and shim refuse. */
    public static KeyVariable revokingDigest(byte[] digest) {
        return new KeyVariable("dbx", SECURITY_DATABASE, OF_FIRMWARE, list(SHA256, LAB, digest));
    }

    /** A certificate that a machine's owner has enrolled for shim; mokutil gives such ones to shim, as their owner. */
    public static KeyVariable mok(byte[] certificate) {
        return new KeyVariable(
                "MokList", FirmwareState.SHIM_GUID, OF_SHIM, list(X509, FirmwareState.SHIM_GUID, certificate));
    }

    /** The least generations that shim starts. */
    public static KeyVariable sbatLevel(byte[] rows) {
        return new KeyVariable("SbatLevel", FirmwareState.SHIM_GUID, OF_SHIM, rows);
    }

    /** Whether shim verifies nothing (1), as 'mokutil --disable-validation' and MokManager make it. */
    public static KeyVariable validationOff() {
        return new KeyVariable("MokSBState", FirmwareState.SHIM_GUID, OF_SHIM, new byte[] {1});
    }

    /** An EFI_SIGNATURE_LIST with one entry (UEFI, "Signature Database"). */
    private static byte[] list(String type, String owner, byte[] data) {
        int entry = 16 + data.length;
        return ByteBuffer.allocate(28 + entry)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(EfiGuid.bytes(type))
                .putInt(28 + entry)
                .putInt(0)
                .putInt(entry)
                .put(EfiGuid.bytes(owner))
                .put(data)
                .array();
    }
}
