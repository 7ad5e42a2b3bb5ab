package io.hallmark.baselines.drift;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.eventlog.LogEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A node's measured log against the accepted set that is nearest to it.
 *
 * <p>It takes the log as it is. That it is the one of the node's TPM only a quote can prove, which is the verifier's
 * business.
 *
 * @param node that the log is of
 * @param nearest the set with the fewest events that differ; empty when no baseline can be compared with the log
 * @param pcrs that differ, enforced or not, by index
 * @param notes what else to know, one line each
 */
public record DriftReport(String node, Optional<Match> nearest, List<PcrDrift> pcrs, List<String> notes) {

    /**
     * An accepted set of a baseline.
     *
     * @param number of the set in its baseline, from 1, the newest first
     * @param agreeing how many enforced PCRs are as the set says
     */
    public record Match(BaselineDocument baseline, int number, int agreeing) {
        public AcceptedSet set() {
            return baseline.accepted().get(number - 1);
        }

        /** Where the baseline lies. */
        public String path() {
            return BaselineDocument.path(baseline.image(), baseline.chain(), baseline.hardware());
        }
    }

    /**
     * A PCR that is not as the set says, by its first event that differs.
     *
     * @param enforced whether verifiers hold the node to it
     * @param expected the event of the set; empty when the set has no further event there
     * @param found the event of the log; empty when the log has no further event there
     * @param probably what it probably is, in words
     * @param differences how many events of this PCR differ
     */
    public record PcrDrift(
            int pcr,
            boolean enforced,
            Optional<PredictedEvent> expected,
            Optional<LogEvent> found,
            String probably,
            int differences) {}

    public DriftReport {
        pcrs = List.copyOf(pcrs);
        notes = List.copyOf(notes);
    }

    /** How a node is called whose log lies there: like the file, or like its folder where logs are called as the kernel does. */
    public static String node(Path log) {
        Path absolute = log.toAbsolutePath().normalize();
        String file = absolute.getFileName().toString();
        boolean telling = !file.equals("eventlog.bin") && !file.equals("binary_bios_measurements");
        return telling
                ? file.replaceFirst("\\.(bin|log)$", "")
                : absolute.getParent().getFileName().toString();
    }

    /** Whether a verifier would not accept the node, or nobody can tell. */
    public boolean drift() {
        return nearest.isEmpty() || pcrs.stream().anyMatch(PcrDrift::enforced);
    }

    /** What the report is evidence of; empty when there is no baseline that it could be about. */
    public Optional<Observation> observation(Instant seen, String from) {
        return nearest.map(match -> new Observation(
                node,
                match.baseline().image(),
                match.baseline().chain(),
                match.baseline().hardware(),
                drift() ? Optional.empty() : Optional.of(match.set().fingerprint()),
                seen,
                from));
    }
}
