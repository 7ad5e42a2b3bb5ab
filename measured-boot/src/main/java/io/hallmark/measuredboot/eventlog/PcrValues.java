package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The PCR values that follow from a log; of a bank that the log does not carry completely, the reason instead. */
public final class PcrValues {
    private final Map<Bank, SortedMap<Integer, Digest>> values = new EnumMap<>(Bank.class);
    private final Map<Bank, SortedMap<Integer, String>> incomplete = new EnumMap<>(Bank.class);

    PcrValues(Map<Bank, Map<Integer, Digest>> values, Map<Bank, Map<Integer, String>> incomplete) {
        values.forEach((bank, byPcr) -> this.values.put(bank, new TreeMap<>(byPcr)));
        incomplete.forEach((bank, byPcr) -> this.incomplete.put(bank, new TreeMap<>(byPcr)));
    }

    /** The value of a PCR, if an event extends it and all that do carry a digest of this bank. */
    public Optional<Digest> value(Bank bank, int pcr) {
        return Optional.ofNullable(of(bank).get(pcr));
    }

    /** The complete values of a bank by PCR index. */
    public SortedMap<Integer, Digest> of(Bank bank) {
        return values.getOrDefault(bank, new TreeMap<>());
    }

    /** Why a PCR that events extend has no value in this bank. */
    public SortedMap<Integer, String> incomplete(Bank bank) {
        return incomplete.getOrDefault(bank, new TreeMap<>());
    }
}
