package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.FirmwareDumps;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.PcrValues;
import io.hallmark.measuredboot.eventlog.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Whether the first reference log of a hardware profile gives the values that the node's TPM reported with it. Keylime
 * compares both at each attestation, whatever policy it asks, and refuses a node when they differ.
 */
final class UnconfirmedLog {
    /** The PCRs that the policy 'hallmark' has Keylime compare; {@code RELEVANT_PCRS} in {@code hallmark_keylime.py}. */
    static final List<Integer> COMPARED_BY_HALLMARK = IntStream.concat(
                    IntStream.range(0, 10), IntStream.rangeClosed(12, 14))
            .boxed()
            .toList();

    /** Those of the policy 'example': {@code relevant_pcr_indices} in {@code example.py} of Keylime 7.14.3. */
    static final List<Integer> COMPARED_BY_EXAMPLE =
            IntStream.concat(IntStream.range(0, 10), IntStream.of(14)).boxed().toList();

    private UnconfirmedLog() {}

    /**
     * One line for each PCR that differs; none where the profile has no values of the TPM.
     *
     * @param logs the profile's reference logs
     * @param compared the PCRs that the verifier's policy has Keylime compare
     */
    static List<String> words(RepositoryFiles files, String hardware, List<EventLog> logs, List<Integer> compared) {
        String path = ProfileDocument.path(hardware);
        Optional<String> dump = files.read(path)
                .flatMap(bytes -> ProfileDocument.read(path, bytes).pcrs());
        if (dump.isEmpty() || logs.isEmpty()) {
            return List.of();
        }
        String file = "hardware/" + hardware + "/" + dump.get();
        return words(hardware, logs.get(0), FirmwareDumps.pcrs(file, files.require(file)), compared);
    }

    private static List<String> words(
            String hardware, EventLog log, Map<Bank, SortedMap<Integer, Digest>> reported, List<Integer> compared) {
        PcrValues values = Replay.of(log);
        List<String> words = new ArrayList<>();
        for (int pcr : compared) {
            log.banks().stream()
                    .filter(bank -> differ(
                            values.value(bank, pcr),
                            Optional.ofNullable(
                                    reported.getOrDefault(bank, new TreeMap<>()).get(pcr))))
                    .findFirst()
                    .ifPresent(bank -> words.add("reference log 1 of " + hardware + " does not give the value of PCR "
                            + pcr
                            + " that its TPM reported (" + bank.label() + "): something was extended and not logged,"
                            + " and Keylime would refuse each such node (measured_boot.invalid_pcr_" + pcr
                            + "); find what does it, and record the log anew"));
        }
        return words;
    }

    private static boolean differ(Optional<Digest> replayed, Optional<Digest> reported) {
        return replayed.isPresent() && reported.isPresent() && !replayed.equals(reported);
    }
}
