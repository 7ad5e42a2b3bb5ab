package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.EfiVariable;
import io.hallmark.measuredboot.chain.FirmwareState;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.io.ByteReader;
import io.hallmark.measuredboot.io.Remembered;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys, hashes and levels that decide what a node starts: PK, KEK, db and dbx of its firmware, and shim's variables.
 *
 * @param variables contents without attributes, by {@code Name-guid} as efivarfs names them
 */
public record FirmwareKeys(Map<String, Content> variables) {
    static final String KEK = "KEK-" + FirmwareState.GLOBAL_GUID;
    static final String SECURITY_DATABASE = "d719b2cb-3d3a-4596-a3bc-dad00e67656f";
    static final String DB = "db-" + SECURITY_DATABASE;
    static final String DBX = "dbx-" + SECURITY_DATABASE;
    static final String SBAT_LEVEL = "SbatLevel-" + FirmwareState.SHIM_GUID;

    /** One object for machines with the same keys, so that comparing them costs nothing. */
    private static final Remembered<FirmwareKeys, FirmwareKeys> KNOWN = new Remembered<>(256);

    private static final Content EMPTY = new Content(new byte[0]);

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
                EfiVariable.of(event.data()).ifPresent(variable -> variables.put(variable.file(), variable.value()));
            }
        }
        return KNOWN.of(new FirmwareKeys(variables), keys -> keys);
    }

    /** The same with these variables. */
    FirmwareKeys with(Map<String, Content> pending) {
        Map<String, Content> next = new TreeMap<>(variables);
        next.putAll(pending);
        return new FirmwareKeys(next);
    }

    /**
     * The same after an update that is appended, as dbx updates are; an authenticated update (UEFI,
     * EFI_VARIABLE_AUTHENTICATION_2) is taken without its signature, which firmware checks when it is written. Entries that
     * are there already are not appended once more.
     *
     * @param variable {@code Name-guid}
     */
    public FirmwareKeys appending(String variable, Content update) {
        byte[] lists = lists(update.bytes());
        byte[] now =
                Optional.ofNullable(variables.get(variable)).map(Content::bytes).orElse(new byte[0]);
        return with(Map.of(variable, new Content(SignatureDatabase.appended(variable, now, lists))));
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
        return variables.containsKey(DB);
    }

    /** The SBAT level that the firmware keeps for shim, as a variable; empty when it is not known. */
    public Map<String, Content> sbatLevel() {
        return Optional.ofNullable(variables.get(SBAT_LEVEL))
                .map(level -> Map.of(SBAT_LEVEL, level))
                .orElse(Map.of());
    }

    /** A variable of shim's, if it is known and exists. */
    Optional<Content> shim(String name) {
        return Optional.ofNullable(variables.get(name + "-" + FirmwareState.SHIM_GUID));
    }

    private SignatureDatabase database(String name, String guid) {
        return SignatureDatabase.parse(name, guid, variables.getOrDefault(name + "-" + guid, EMPTY));
    }
}
