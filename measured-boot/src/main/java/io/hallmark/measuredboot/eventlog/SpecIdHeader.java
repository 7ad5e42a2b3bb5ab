package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.io.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Spec ID event that begins a log: TCG_EfiSpecIdEvent (PFP, "Specification ID Version Event").
 *
 * @param signature {@code Spec ID Event03} for crypto-agile logs, {@code 00} or {@code 02} for those of TCG 1.2
 * @param sizes digest sizes in bytes by TPM_ALG_ID, in the header's order; empty for TCG 1.2
 */
record SpecIdHeader(String signature, Map<Integer, Integer> sizes) {
    private static final String PREFIX = "Spec ID Event";
    private static final String CRYPTO_AGILE = "Spec ID Event03";
    private static final int MOST_ALGORITHMS = 32;

    /** Reads the event's data; empty when it is another event. */
    static Optional<SpecIdHeader> of(byte[] data) {
        if (data.length < 16) {
            return Optional.empty();
        }
        String signature = new String(data, 0, 15, StandardCharsets.US_ASCII);
        if (!signature.startsWith(PREFIX) || data[15] != 0) {
            return Optional.empty();
        }
        if (!signature.equals(CRYPTO_AGILE)) {
            return Optional.of(new SpecIdHeader(signature, Map.of()));
        }
        ByteReader in = new ByteReader(data).skip(16 + 8);
        long count = in.u32();
        if (count == 0 || count > MOST_ALGORITHMS) {
            throw new io.hallmark.measuredboot.MeasuredBootException(
                    "the Spec ID header declares " + count + " algorithms, 1 to " + MOST_ALGORITHMS + " are possible");
        }
        Map<Integer, Integer> sizes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            sizes.put(in.u16(), in.u16());
        }
        return Optional.of(new SpecIdHeader(signature, sizes));
    }

    boolean cryptoAgile() {
        return signature.equals(CRYPTO_AGILE);
    }

    /** The declared banks that are known, if their digest sizes are as they must be. */
    List<Bank> banks() {
        List<Bank> banks = new ArrayList<>();
        sizes.forEach((algorithm, size) -> Bank.ofAlgorithmId(algorithm)
                .filter(bank -> bank.size() == size)
                .ifPresent(banks::add));
        return banks;
    }
}
