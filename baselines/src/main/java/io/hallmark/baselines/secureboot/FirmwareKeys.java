package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.EfiGuid;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys, hashes and levels that decide what a node starts: PK, KEK, db and dbx of its firmware, and shim's variables.
 *
 * @param variables contents without attributes, by {@code Name-guid} as efivarfs names them
 */
public record FirmwareKeys(Map<String, Content> variables) {
    private static final String SECURITY_DATABASE = "d719b2cb-3d3a-4596-a3bc-dad00e67656f";
    private static final int LONGEST_NAME = 1024;

    public FirmwareKeys {
        variables = Map.copyOf(variables);
    }

    /**
     * Takes the keys from a reference log, whose PCR 7 events hold the whole variables (PFP, "PCR[7] - Secure Boot Policy
     * Measurements"), and from the dump of variables what the log does not have. The log goes first: predictions of PCR 7
     * are made from it.
     */
    public static FirmwareKeys of(EventLog log, FirmwareState state) {
        Map<String, Content> variables = new TreeMap<>(state.variables());
        for (LogEvent event : log.events()) {
            if (event.pcr() == 7 && event.type().equals(EventType.EV_EFI_VARIABLE_DRIVER_CONFIG)) {
                add(event.data().bytes(), variables);
            }
        }
        return new FirmwareKeys(variables);
    }

    /** UEFI_VARIABLE_DATA; an event that is something else is passed over. */
    private static void add(byte[] data, Map<String, Content> variables) {
        if (data.length < 32) {
            return;
        }
        ByteReader in = new ByteReader(data);
        String guid = EfiGuid.read(in);
        long nameLength = in.u64();
        long size = in.u64();
        if (nameLength < 0 || nameLength > LONGEST_NAME || 2 * nameLength > in.remaining()) {
            return;
        }
        String name = new String(in.bytes((int) nameLength * 2), StandardCharsets.UTF_16LE);
        if (size >= 0 && size <= in.remaining()) {
            variables.put(name + "-" + guid, new Content(in.bytes((int) size)));
        }
    }

    /** The same after an update that replaces these variables, so that the answer is what the next boot does. */
    public FirmwareKeys with(Map<String, Content> pending) {
        Map<String, Content> next = new TreeMap<>(variables);
        next.putAll(pending);
        return new FirmwareKeys(next);
    }

    /**
     * The same after an update that is appended, as dbx updates are; an authenticated update (UEFI,
     * EFI_VARIABLE_AUTHENTICATION_2) is taken without its signature, which firmware checks when it is written.
     */
    public FirmwareKeys appending(String variable, Content update) {
        byte[] lists = lists(update.bytes());
        byte[] now =
                Optional.ofNullable(variables.get(variable)).map(Content::bytes).orElse(new byte[0]);
        byte[] both = java.util.Arrays.copyOf(now, now.length + lists.length);
        System.arraycopy(lists, 0, both, now.length, lists.length);
        return with(Map.of(variable, new Content(both)));
    }

    /** {@link #appending} to db. */
    public FirmwareKeys appendingDb(Content update) {
        return appending("db-" + SECURITY_DATABASE, update);
    }

    /** {@link #appending} to dbx. */
    public FirmwareKeys appendingDbx(Content update) {
        return appending("dbx-" + SECURITY_DATABASE, update);
    }

    /** The same with this SBAT level, as it stands in SbatLevel: rows of component and generation. */
    public FirmwareKeys withSbatLevel(Content level) {
        return with(Map.of("SbatLevel-" + FirmwareState.SHIM_GUID, level));
    }

    private static byte[] lists(byte[] update) {
        if (update.length < 40) {
            return update;
        }
        ByteReader in = new ByteReader(update).skip(16);
        long length = in.u32();
        boolean authenticated = in.u16() == 0x0200 && in.u16() == 0x0EF1;
        if (!authenticated) {
            return update;
        }
        if (length > update.length - 16L) {
            throw new MeasuredBootException("the update's authentication header claims " + length
                    + " bytes at offset 16, but the update has " + update.length + "; get it again");
        }
        return new ByteReader(update).seek(16 + (int) length).rest();
    }

    public SignatureDatabase pk() {
        return database("PK", FirmwareState.GLOBAL_GUID);
    }

    public SignatureDatabase kek() {
        return database("KEK", FirmwareState.GLOBAL_GUID);
    }

    public SignatureDatabase db() {
        return database("db", SECURITY_DATABASE);
    }

    public SignatureDatabase dbx() {
        return database("dbx", SECURITY_DATABASE);
    }

    /** Whether the firmware's db is known at all; without it nothing can be said. */
    public boolean known() {
        return variables.containsKey("db-" + SECURITY_DATABASE);
    }

    /** A variable of shim's, if it is known and exists. */
    Optional<Content> shim(String name) {
        return Optional.ofNullable(variables.get(name + "-" + FirmwareState.SHIM_GUID));
    }

    private SignatureDatabase database(String name, String guid) {
        return SignatureDatabase.parse(
                name,
                guid,
                Optional.ofNullable(variables.get(name + "-" + guid))
                        .map(Content::bytes)
                        .orElse(new byte[0]));
    }
}
