package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Replays events into PCR values: PCR := H(PCR || digest), beginning with zeros.
 *
 * <p>PCR 0 begins with the locality of the TPM2_Startup command in its last byte, if a StartupLocality event says one,
 * and with 4 after an H-CRTM sequence (PFP, "Startup Locality Event"; TPM 2.0 Library part 1, "H-CRTM before
 * TPM2_Startup()"). The dynamic PCRs 17 to 22 are all ones until the first extend resets them to zeros.
 */
public final class Replay {
    private static final byte[] LOCALITY = "StartupLocality\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HCRTM_LOCALITY = 4;

    private Replay() {}

    /**
     * The values that follow from a log.
     *
     * <p>A log that ends early gives none. A bank that an event lacks a digest for gives none either, not even of other
     * PCRs: systems that log for one bank only cap the others with an extend that they do not log.
     */
    public static PcrValues of(EventLog log) {
        return replay(log.events(), log.banks(), bank -> incomplete(log, bank));
    }

    /** Why a log does not carry a bank completely, so that no PCR value of it follows; empty when it does. */
    public static Optional<String> incomplete(EventLog log, Bank bank) {
        return log.findings().stream()
                .filter(finding -> finding.code().equals(Quirk.TRUNCATED.code()))
                .map(Finding::message)
                .findFirst()
                .or(() -> missing(log.events(), bank));
    }

    /** The values that follow from events, in these banks; of PCRs all of whose events have a digest. */
    public static PcrValues of(List<LogEvent> events, List<Bank> banks) {
        return replay(events, banks, bank -> Optional.empty());
    }

    private static Optional<String> missing(List<LogEvent> events, Bank bank) {
        return events.stream()
                .filter(LogEvent::extendsPcr)
                .filter(event -> event.digests().in(bank).isEmpty())
                .map(event -> "event " + event.number() + " (PCR " + event.pcr() + ") has no " + bank.label()
                        + " digest, so the log does not carry this bank completely")
                .findFirst();
    }

    private static PcrValues replay(
            List<LogEvent> events, List<Bank> banks, Function<Bank, Optional<String>> incompleteBank) {
        Map<Bank, Map<Integer, Digest>> values = new EnumMap<>(Bank.class);
        Map<Bank, Map<Integer, String>> incomplete = new EnumMap<>(Bank.class);
        int locality = locality(events);
        for (Bank bank : banks) {
            Map<Integer, Digest> own = new TreeMap<>();
            Map<Integer, String> gaps = new TreeMap<>();
            if (locality > 0) {
                own.put(0, start(bank, 0, locality));
            }
            for (LogEvent event : events) {
                if (event.extendsPcr()) {
                    extend(event, bank, locality, own, gaps);
                }
            }
            incompleteBank.apply(bank).ifPresent(reason -> own.keySet().forEach(pcr -> gaps.putIfAbsent(pcr, reason)));
            own.keySet().removeAll(gaps.keySet());
            values.put(bank, own);
            incomplete.put(bank, gaps);
        }
        return new PcrValues(values, incomplete);
    }

    private static void extend(
            LogEvent event, Bank bank, int locality, Map<Integer, Digest> values, Map<Integer, String> gaps) {
        int pcr = event.pcr();
        Optional<Digest> digest = event.digests().in(bank);
        if (digest.isEmpty()) {
            gaps.putIfAbsent(pcr, "event " + event.number() + " has no " + bank.label() + " digest");
        } else {
            Digest before = values.get(pcr);
            values.put(pcr, (before == null ? start(bank, pcr, locality) : before).extend(digest.get()));
        }
    }

    private static Digest start(Bank bank, int pcr, int locality) {
        byte[] bytes = new byte[bank.size()];
        if (pcr == 0) {
            bytes[bytes.length - 1] = (byte) locality;
        }
        return new Digest(bank, bytes);
    }

    /** The locality that PCR 0 begins with by what a log says of it: 0 to 255. */
    public static int locality(List<LogEvent> events) {
        int hcrtm = 0;
        for (LogEvent event : events) {
            if (event.type().equals(EventType.EV_NO_ACTION)) {
                byte[] data = event.data().bytes();
                if (data.length > LOCALITY.length && startsWith(data, LOCALITY)) {
                    return data[LOCALITY.length] & 0xFF;
                }
            }
            if (event.pcr() == 0 && event.type().equals(EventType.EV_EFI_HCRTM_EVENT)) {
                hcrtm = HCRTM_LOCALITY;
            }
        }
        return hcrtm;
    }

    private static boolean startsWith(byte[] data, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (data[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
