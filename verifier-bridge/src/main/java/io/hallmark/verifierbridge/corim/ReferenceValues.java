package io.hallmark.verifierbridge.corim;

import com.authlete.cbor.CBORItem;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reference triple: the PCR values that nodes of a class may show together.
 *
 * @param pcrs values by index, only in banks of {@link #ALGORITHMS}
 */
record ReferenceValues(HardwareClass environment, SortedMap<Integer, Digests> pcrs) {
    /** IANA registry "Named Information Hash Algorithm": it has no SHA-1. */
    static final Map<Bank, Integer> ALGORITHMS = Map.of(Bank.SHA256, 1, Bank.SHA384, 7, Bank.SHA512, 8);

    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final int DIGESTS = 2;
    private static final int INTEGRITY_REGISTERS = 14;

    CBORItem item(Form form) {
        return Cbor.array(environment.item(form), Cbor.array(measurements(form)));
    }

    private List<CBORItem> measurements(Form form) {
        if (form == Form.INTEGRITY_REGISTERS) {
            Map<Integer, CBORItem> registers = new TreeMap<>();
            pcrs.forEach((pcr, digests) -> registers.put(pcr, digests(digests)));
            return List.of(Cbor.map(Map.of(VALUE, Cbor.map(Map.of(INTEGRITY_REGISTERS, Cbor.map(registers))))));
        }
        List<CBORItem> measurements = new ArrayList<>();
        pcrs.forEach((pcr, digests) -> measurements.add(
                Cbor.map(Map.of(KEY, Cbor.number(pcr), VALUE, Cbor.map(Map.of(DIGESTS, digests(digests)))))));
        return measurements;
    }

    private static CBORItem digests(Digests digests) {
        return Cbor.array(digests.all().stream().map(ReferenceValues::digest).toList());
    }

    private static CBORItem digest(Digest digest) {
        return Cbor.array(Cbor.number(ALGORITHMS.get(digest.bank())), Cbor.bytes(digest.bytes()));
    }
}
