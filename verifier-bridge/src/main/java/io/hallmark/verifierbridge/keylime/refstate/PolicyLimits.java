package io.hallmark.verifierbridge.keylime.refstate;

import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.eventlog.EventLog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the policy refuses in a reference state or in a log by its size alone ({@code hallmark_keylime.py}, the constants of
 * the same names and {@code read_state}): with such a state on the verifier every node would be refused.
 */
final class PolicyLimits {
    static final int MOST_SETS = 64;
    static final int MOST_EXPECTED = 20_000;
    static final int MOST_EVENTS = 20_000;
    static final int MOST_VARIABLES = 16;
    static final int LONGEST_TEXT = 4096;

    private static final Set<String> BANKS = Set.of("sha1", "sha256", "sha384", "sha512");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_./:-]+)\\}");

    private PolicyLimits() {}

    /** The first limit that is passed, in words; empty when the policy reads the state. */
    static Optional<String> passed(List<Bank> banks, List<ExpectedEvent> events, List<AcceptedBoot> accepted) {
        return most("accepted sets", accepted.size(), MOST_SETS, "retire sets that no node shows")
                .or(() -> most(
                        "different events in all accepted sets together",
                        events.size(),
                        MOST_EXPECTED,
                        "retire sets that no node shows"))
                .or(() -> banks.stream()
                        .map(Bank::label)
                        .filter(bank -> !BANKS.contains(bank))
                        .findFirst()
                        .map(bank -> "the policy knows no bank " + bank + ": take it out of 'banks'"))
                .or(() -> first(events, PolicyLimits::ofEvent))
                .or(() -> first(accepted, PolicyLimits::ofSet));
    }

    /** The same for the log that a node of a set is going to have. */
    static Optional<String> passed(List<PredictedEvent> log) {
        return most("events in the log of one boot", log.size(), MOST_EVENTS, "use policy 'example' or tpm_policy");
    }

    /** The same for a log that a node has had. */
    static Optional<String> passedBy(EventLog log) {
        return most("events in the log", log.events().size(), MOST_EVENTS, "use policy 'example' or tpm_policy");
    }

    private static Optional<String> ofEvent(ExpectedEvent event) {
        String where = "the event '" + ExpectedEvent.shortened(event.what()) + "': ";
        return nothing(where + "why it varies", event.varies().orElse("it does not"))
                .or(() -> text(where + "its type", event.type()))
                .or(() -> event.template().flatMap(PolicyLimits::ofTemplate).map(words -> where + words));
    }

    private static Optional<String> ofTemplate(TextTemplate template) {
        long variables = VARIABLE.matcher(template.text()).results().count();
        if (template.text().isEmpty()) {
            return Optional.of("its text is empty");
        }
        if (variables > MOST_VARIABLES) {
            return Optional.of("its text has " + variables + " variables of the node, and the policy judges at most "
                    + MOST_VARIABLES + ": write out some of them");
        }
        return template.problem();
    }

    private static Optional<String> ofSet(AcceptedBoot set) {
        return text("the repository of a set", set.source().repository())
                .or(() -> text("the commit of a set", set.source().commit()))
                .or(() -> text("what a set mixes", set.mix()))
                .or(() -> most("artifacts of a set", set.artifacts().size(), MOST_EXPECTED, "split the image"))
                .or(() -> first(set.artifacts(), name -> text("the name of an artifact", name)))
                .or(() -> first(
                        List.copyOf(set.notJudged().values()), reason -> nothing("why a PCR is not judged", reason)))
                .or(() -> first(
                        List.copyOf(set.pcrs().values()),
                        indices -> most("events in one PCR", indices.size(), MOST_EXPECTED, "don't enforce that PCR")));
    }

    private static Optional<String> text(String what, String text) {
        return text.length() <= LONGEST_TEXT
                ? Optional.empty()
                : Optional.of(what + " has " + text.length() + " characters, and the policy reads at most "
                        + LONGEST_TEXT + ": shorten it");
    }

    private static Optional<String> nothing(String what, String text) {
        return text.isEmpty() ? Optional.of(what + " is not said, which the policy refuses") : Optional.empty();
    }

    private static Optional<String> most(String what, int number, int most, String instead) {
        return number <= most
                ? Optional.empty()
                : Optional.of(
                        "there are " + number + " " + what + ", and the policy takes at most " + most + ": " + instead);
    }

    private static <T> Optional<String> first(
            List<T> values, java.util.function.Function<T, Optional<String>> problem) {
        return values.stream().flatMap(value -> problem.apply(value).stream()).findFirst();
    }
}
