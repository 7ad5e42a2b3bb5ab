package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * EFI_SIGNATURE_LIST (UEFI, "Signature Database").
 *
 * @param type GUID of what its signatures are
 * @param header of the type; nearly always empty
 * @param signatures EFI_SIGNATURE_DATA with their owners, all of one size
 */
record SignatureList(String type, Content header, List<Content> signatures) {
    private static final int HEADER = 28;
    private static final int OWNER = 16;
    private static final int MOST = 20_000;

    SignatureList {
        signatures = List.copyOf(signatures);
    }

    /**
     * Reads the lists of a variable.
     *
     * @param name of the variable, for messages
     * @throws MeasuredBootException when a list contradicts its own size
     */
    static List<SignatureList> read(String name, byte[] content) {
        List<SignatureList> lists = new ArrayList<>();
        ByteReader in = new ByteReader(content);
        int entries = 0;
        while (in.remaining() > 0) {
            int at = in.offset();
            if (in.remaining() < HEADER) {
                throw contradiction(name, at);
            }
            String type = EfiGuid.read(in);
            long listSize = in.u32();
            long headerSize = in.u32();
            long size = in.u32();
            long left = listSize - HEADER - headerSize;
            if (left < 0 || size <= OWNER || listSize - HEADER > in.remaining() || left % size != 0) {
                throw contradiction(name, at);
            }
            Content header = new Content(in.bytes((int) headerSize));
            List<Content> signatures = new ArrayList<>();
            for (; left > 0; left -= size) {
                if (++entries > MOST) {
                    throw new MeasuredBootException("variable " + name + " has more than " + MOST + " entries");
                }
                signatures.add(new Content(in.bytes((int) size)));
            }
            lists.add(new SignatureList(type, header, signatures));
        }
        return lists;
    }

    private static MeasuredBootException contradiction(String name, int at) {
        return new MeasuredBootException("variable " + name + ": the signature list at offset " + at
                + " contradicts its size; take the dump, the event log or the update anew");
    }

    /** Whether it has this EFI_SIGNATURE_DATA of this type, with the same owner. */
    boolean has(String wanted, Content signature) {
        return type.equals(wanted) && signatures.contains(signature);
    }

    byte[] bytes() {
        int size = signatures.get(0).size();
        int length = HEADER + header.size() + size * signatures.size();
        ByteBuffer out = ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(EfiGuid.bytes(type))
                .putInt(length)
                .putInt(header.size())
                .putInt(size)
                .put(header.bytes());
        signatures.forEach(signature -> out.put(signature.bytes()));
        return out.array();
    }
}
