package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.verifierbridge.keylime.example.ExampleState.SignatureEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A variable in an event, as far as the policy looks at it.
 *
 * @param guid as text
 */
record LoggedVariable(String guid, String name, byte[] value) {
    private static final int OWNER = 16;
    /** EFI_GLOBAL_VARIABLE, 8be4df61-93ca-11d2-aa0d-00e098032b8c, as it is stored. */
    private static final String GLOBAL_GUID = "61dfe48bca93d211aa0d00e098032b8c";

    private static final int MOST_LISTS = 1000;
    private static final int CERTIFICATE_SEARCH = 100;

    /** An EFI_SIGNATURE_LIST. */
    record SignatureList(String type, List<SignatureEntry> entries) {
        SignatureList {
            entries = List.copyOf(entries);
        }
    }

    /** Reads UEFI_VARIABLE_DATA; empty when it is none. */
    static Optional<LoggedVariable> of(LogEvent event) {
        ByteReader in = new ByteReader(event.data().bytes());
        try {
            String guid = guid(in);
            long nameLength = in.u64();
            long size = in.u64();
            if (nameLength < 0 || nameLength > in.remaining() / 2 || size < 0) {
                return Optional.empty();
            }
            String name = new String(in.bytes((int) nameLength * 2), StandardCharsets.UTF_16LE);
            int end = name.indexOf('\0');
            byte[] value = in.bytes((int) Math.min(size, in.remaining()));
            return Optional.of(new LoggedVariable(guid, end < 0 ? name : name.substring(0, end), value));
        } catch (MeasuredBootException e) {
            return Optional.empty();
        }
    }

    /** Whether a prediction gives of a boot variable only its content, which is all that is measured of it. */
    static boolean isContentAlone(PredictedEvent event) {
        return event.provenance() instanceof Provenance.Computed computed
                && computed.rule().equals("firmware.boot-variable");
    }

    /** The Event field of a boot variable, UEFI_VARIABLE_DATA. */
    static Content logged(String name, Content value) {
        byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
        return new Content(ByteBuffer.allocate(OWNER + 2 * Long.BYTES + text.length + value.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(HexFormat.of().parseHex(GLOBAL_GUID))
                .putLong(name.length())
                .putLong(value.size())
                .put(text)
                .put(value.bytes())
                .array());
    }

    /** The lists of PK, KEK, db and dbx; empty for no content, which the policy takes for no list at all. */
    Optional<List<SignatureList>> signatureLists() {
        if (value.length == 0) {
            return Optional.empty();
        }
        List<SignatureList> lists = new ArrayList<>();
        ByteReader in = new ByteReader(value);
        try {
            while (in.remaining() > 0 && lists.size() < MOST_LISTS) {
                String type = guid(in);
                long listSize = in.u32();
                long header = in.u32();
                long size = in.u32();
                in.skip((int) header);
                List<SignatureEntry> entries = new ArrayList<>();
                for (long left = listSize - 28 - header; left >= size && size > OWNER; left -= size) {
                    entries.add(new SignatureEntry(guid(in), hex(in.bytes((int) size - OWNER))));
                }
                lists.add(new SignatureList(type, entries));
            }
        } catch (MeasuredBootException e) {
            // What is left is no list; Keylime's parser stops there as well.
        }
        return Optional.of(lists);
    }

    /**
     * The entries of shim's vendor_db as Keylime finds them: an owner, then a certificate somewhere behind it
     * ({@code tpm_bootlog_enrich.py}, Keylime 7.14). Empty where it finds none, and then takes the content for a text.
     */
    Optional<List<SignatureEntry>> vendorEntries() {
        List<SignatureEntry> entries = new ArrayList<>();
        int offset = 0;
        while (offset + OWNER < value.length) {
            int start = certificateAfter(offset + OWNER);
            if (start < 0 || start + 4 > value.length) {
                break;
            }
            int end = start + 4 + ((value[start + 2] & 0xFF) << 8 | value[start + 3] & 0xFF);
            if (end > value.length) {
                break;
            }
            String owner = guid(new ByteReader(java.util.Arrays.copyOfRange(value, offset, offset + OWNER)));
            entries.add(new SignatureEntry(owner, hex(java.util.Arrays.copyOfRange(value, offset + OWNER, end))));
            offset = end;
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
    }

    private int certificateAfter(int from) {
        for (int i = from; i < Math.min(from + CERTIFICATE_SEARCH, value.length - 2); i++) {
            if (value[i] == 0x30 && value[i + 1] == (byte) 0x82) {
                return i;
            }
        }
        return -1;
    }

    private static String guid(ByteReader in) {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "%08x-%04x-%04x-", in.u32(), in.u16(), in.u16()));
        String rest = hex(in.bytes(8));
        return text.append(rest, 0, 4).append('-').append(rest, 4, 16).toString();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
