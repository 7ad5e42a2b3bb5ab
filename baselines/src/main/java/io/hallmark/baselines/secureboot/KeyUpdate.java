package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.artifact.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An update of the firmware's keys that is pending: nodes take it at some time, and boot by other rules then.
 *
 * @param kek what is appended to KEK, one after another: signature lists, or authenticated updates with them
 * @param db the same for db
 * @param dbx the same for dbx
 * @param sbatLevel what shim's variable SbatLevel will hold: rows of component and generation
 */
public record KeyUpdate(List<Content> kek, List<Content> db, List<Content> dbx, Optional<Content> sbatLevel) {
    /** Nothing is pending. */
    public static final KeyUpdate NONE = new KeyUpdate(List.of(), List.of(), List.of(), Optional.empty());

    public KeyUpdate {
        kek = List.copyOf(kek);
        db = List.copyOf(db);
        dbx = List.copyOf(dbx);
    }

    /** Both, this one first. */
    public KeyUpdate then(KeyUpdate next) {
        return new KeyUpdate(
                both(kek, next.kek), both(db, next.db), both(dbx, next.dbx), next.sbatLevel.or(() -> sbatLevel));
    }

    private static List<Content> both(List<Content> first, List<Content> next) {
        List<Content> all = new ArrayList<>(first);
        all.addAll(next);
        return all;
    }

    /**
     * The keys that the next boot finds.
     *
     * @throws io.hallmark.measuredboot.MeasuredBootException when a list contradicts its own size
     */
    public FirmwareKeys appliedTo(FirmwareKeys keys) {
        FirmwareKeys next = appending(keys, FirmwareKeys.KEK, kek);
        next = appending(next, FirmwareKeys.DB, db);
        next = appending(next, FirmwareKeys.DBX, dbx);
        return sbatLevel.isPresent() ? next.with(Map.of(FirmwareKeys.SBAT_LEVEL, sbatLevel.get())) : next;
    }

    private static FirmwareKeys appending(FirmwareKeys keys, String variable, List<Content> updates) {
        FirmwareKeys next = keys;
        for (Content update : updates) {
            next = next.appending(variable, update);
        }
        return next;
    }
}
