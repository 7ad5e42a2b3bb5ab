package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A baseline as Hallmark's policy for Keylime reads it: the content of a measured-boot policy, for the agents of the
 * nodes that boot one chain of an image on one hardware profile.
 *
 * <p>Only sets as a whole are accepted: no event of one set may stand beside those of another. The form is described by
 * {@value #SCHEMA_RESOURCE}.
 */
public final class ReferenceState {
    /** The value of the member {@code schema}; the policy refuses others. */
    public static final String SCHEMA = "hallmark/keylime-refstate/v1";

    /** The JSON Schema, on the class path. */
    public static final String SCHEMA_RESOURCE = "/io/hallmark/verifierbridge/schema/keylime-refstate.schema.json";

    private final BaselineDocument baseline;
    private final List<Bank> banks;
    private final List<ExpectedEvent> events;
    private final List<AcceptedBoot> accepted;

    private ReferenceState(
            BaselineDocument baseline, List<Bank> banks, List<ExpectedEvent> events, List<AcceptedBoot> accepted) {
        this.baseline = baseline;
        this.banks = banks;
        this.events = events;
        this.accepted = accepted;
    }

    /**
     * The reference state of a baseline.
     *
     * @throws BaselinesException when a node would be held to nothing, or the policy could not read the state or judge by
     *     it, so that every node would be refused
     */
    public static ReferenceState of(BaselineDocument baseline) {
        ReferenceState state = unchecked(baseline);
        if (state.banks.isEmpty()) {
            throw error(baseline, "no bank of the settings is in the reference logs of all accepted sets");
        }
        for (int i = 0; i < state.accepted.size(); i++) {
            String set = "set " + (i + 1);
            if (!state.accepted.get(i).holdsNodes(state.events)) {
                throw error(
                        baseline,
                        set + " would hold nodes to nothing, so any boot would be approved: no PCR of"
                                + " 'enforce' in the settings can be judged; 'not-enforced' in the baseline says why");
            }
            PolicyLimits.passed(baseline.accepted().get(i).prediction().events())
                    .ifPresent(words -> {
                        throw error(baseline, set + ": " + words);
                    });
        }
        PolicyLimits.passed(state.banks, state.events, state.accepted).ifPresent(words -> {
            throw error(baseline, words);
        });
        return state;
    }

    /** The same, whether or not the policy can read it. */
    static ReferenceState unchecked(BaselineDocument baseline) {
        List<Bank> banks = baseline.banks().stream()
                .filter(bank -> baseline.accepted().stream()
                        .allMatch(set -> set.prediction().banks().contains(bank)))
                .toList();
        EventTable table = new EventTable();
        List<AcceptedBoot> accepted = new ArrayList<>();
        for (AcceptedSet set : baseline.accepted()) {
            accepted.add(AcceptedBoot.of(set, baseline.enforce(), banks, table));
        }
        return new ReferenceState(baseline, banks, table.events(), List.copyOf(accepted));
    }

    private static BaselinesException error(BaselineDocument baseline, String problem) {
        return new BaselinesException(
                BaselineDocument.path(baseline.image(), baseline.chain(), baseline.hardware()) + ": " + problem);
    }

    /** The document, in one form: equal baselines give equal bytes. ASCII. */
    public byte[] toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("image", baseline.image());
        json.put("chain", baseline.chain());
        json.put("hardware", baseline.hardware());
        json.put("banks", AcceptedBoot.labels(banks));
        json.put("enforce", baseline.enforce());
        json.put("events", events.stream().map(ExpectedEvent::json).toList());
        json.put("accepted", accepted.stream().map(AcceptedBoot::json).toList());
        return CanonicalJson.write(json).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Why nodes of the hardware profile would be refused, whatever they boot: Keylime could not read their log, or no
     * accepted set has what their firmware logs.
     *
     * @param reference the profile's reference logs
     * @return one line for each log that stands against it
     */
    public List<String> refused(List<EventLog> reference) {
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < reference.size(); i++) {
            ReferenceBoot boot =
                    new ReferenceBoot("reference log " + (i + 1) + " of " + baseline.hardware(), reference.get(i));
            boot.unreadable(banks).or(() -> refused(boot)).ifPresent(refused::add);
        }
        return refused;
    }

    /** In words of the newest set, when all refuse it. */
    private Optional<String> refused(ReferenceBoot boot) {
        List<Optional<String>> refusals = new ArrayList<>();
        for (int i = 0; i < accepted.size(); i++) {
            refusals.add(boot.refusal(
                    baseline.accepted().get(i), accepted.get(i).pcrs().keySet(), banks));
        }
        return refusals.stream().allMatch(Optional::isPresent) ? refusals.get(0) : Optional.empty();
    }

    /** What the policy will not hold nodes to although the settings enforce it, one line each. */
    public List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        for (int i = 0; i < accepted.size(); i++) {
            String set = "set " + (i + 1) + ": PCR ";
            accepted.get(i).notJudged().forEach((pcr, reason) -> gaps.add(set + pcr + " is not judged: " + reason));
            accepted.get(i)
                    .pcrs()
                    .forEach((pcr, indices) -> indices.stream()
                            .map(events::get)
                            .filter(ExpectedEvent::acceptsAnything)
                            .forEach(event -> gaps.add(set + pcr + ": any digest is accepted for '" + event.what()
                                    + "': " + event.varies().orElseThrow())));
        }
        return gaps;
    }
}
