package io.hallmark.verifierbridge.keylime.refstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.Tool;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the policy would refuse on the verifier is refused before it gets there, and nothing else is. */
class PolicyLimitsTest {
    private static final RecordedBoot BOOT = RecordedBoots.all().get(0);
    private static final List<Bank> BANKS = List.of(Bank.SHA256);
    private static final Pattern CONSTANT = Pattern.compile("(?m)^((?:MOST|LONGEST)_[A-Z]+) = ([0-9_]+)$");

    /** Of each limit: a baseline by a size, and the largest size that is read. */
    private record Limit(IntFunction<BaselineDocument> baseline, int most) {}

    @TempDir
    private Path folder;

    @Test
    void what_is_at_a_limit_is_read_by_the_policy_and_published_and_one_more_is_refused_by_both() throws Exception {
        List<String> questions = new ArrayList<>();
        Map<String, Limit> limits = limits();
        for (Map.Entry<String, Limit> limit : limits.entrySet()) {
            for (int size : new int[] {limit.getValue().most(), limit.getValue().most() + 1}) {
                byte[] state = ReferenceState.unchecked(
                                limit.getValue().baseline().apply(size))
                        .toJson();
                Path file = folder.resolve(limit.getKey().replace(' ', '-') + "-" + size + ".json");
                questions.add(Files.write(file, state).toString());
            }
        }

        List<String> answers = ask(questions);

        int i = 0;
        for (Map.Entry<String, Limit> entry : limits.entrySet()) {
            Limit limit = entry.getValue();
            assertThat(answers.get(i++))
                    .as("%s, at the limit, by the policy", entry.getKey())
                    .isEqualTo("\"\"");
            assertThat(answers.get(i++))
                    .as("%s, one more, by the policy", entry.getKey())
                    .isNotEqualTo("\"\"");
            assertThatCode(() -> ReferenceState.of(limit.baseline().apply(limit.most())))
                    .as("%s, at the limit", entry.getKey())
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> ReferenceState.of(limit.baseline().apply(limit.most() + 1)))
                    .as("%s, one more", entry.getKey())
                    .isInstanceOf(BaselinesException.class)
                    .hasMessageContaining("baselines/image/chain/hardware.yaml: ");
        }
    }

    @Test
    void a_boot_whose_log_the_policy_would_not_read_is_refused() {
        int most = PolicyLimits.MOST_EVENTS;
        // In a PCR that is not judged, so the reference state itself is small.
        IntFunction<BaselineDocument> baseline =
                size -> baseline(set(Collections.nCopies(size - 1, event(5, 1)), "images", "", List.of()));

        assertThat(ask(List.of("log " + most, "log " + (most + 1))))
                .satisfiesExactly(
                        at -> assertThat(at).isEqualTo("\"\""),
                        over -> assertThat(over).contains("more than " + most));
        assertThatCode(() -> ReferenceState.of(baseline.apply(most))).doesNotThrowAnyException();
        assertThatThrownBy(() -> ReferenceState.of(baseline.apply(most + 1)))
                .hasMessageContaining("set 1: there are " + (most + 1) + " events in the log of one boot");
    }

    @Test
    void these_are_all_limits_that_the_policy_has() throws Exception {
        Map<String, Integer> policy = new TreeMap<>();
        CONSTANT.matcher(Files.readString(KeylimePolicy.FOLDER.resolve("hallmark_keylime.py")))
                .results()
                .forEach(found -> policy.put(
                        found.group(1), Integer.valueOf(found.group(2).replace("_", ""))));

        assertThat(policy)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "MOST_SETS", PolicyLimits.MOST_SETS,
                        "MOST_EXPECTED", PolicyLimits.MOST_EXPECTED,
                        "MOST_EVENTS", PolicyLimits.MOST_EVENTS,
                        "MOST_VARIABLES", PolicyLimits.MOST_VARIABLES,
                        "LONGEST_TEXT", PolicyLimits.LONGEST_TEXT,
                        // Of the banks of one event, of which the TCG has registered fewer; and of the words of a
                        // refusal.
                        "MOST_DIGESTS", 16,
                        "MOST_REASONS", 4));
    }

    private static Map<String, Limit> limits() {
        Map<String, Limit> limits = new LinkedHashMap<>();
        limits.put(
                "sets",
                new Limit(
                        size -> baseline(IntStream.range(0, size)
                                .mapToObj(i -> set(List.of(event(4, i)), "images", "", List.of()))
                                .toArray(AcceptedSet[]::new)),
                        64));
        limits.put(
                "different events",
                new Limit(
                        // Two sets, since one boot can't have so many; each has an image besides, which is the same.
                        size -> baseline(
                                set(events(0, 10_000), "images", "", List.of()),
                                set(events(10_000, size - 1), "images", "", List.of())),
                        20_000));
        limits.put(
                "events of a PCR",
                new Limit(
                        size -> baseline(set(Collections.nCopies(size - 1, event(4, 1)), "images", "", List.of())),
                        20_000));
        limits.put("variables", new Limit(size -> template("${a}".repeat(size)), 16));
        limits.put("text", new Limit(size -> template("x".repeat(size - 4) + "${a}"), 4096));
        limits.put("repository", new Limit(size -> baseline(set(List.of(), "r".repeat(size), "", List.of())), 4096));
        limits.put("mix", new Limit(size -> baseline(set(List.of(), "images", "m".repeat(size), List.of())), 4096));
        limits.put(
                "name of an artifact",
                new Limit(size -> baseline(set(List.of(), "images", "", List.of("a".repeat(size)))), 4096));
        limits.put(
                "artifacts",
                new Limit(size -> baseline(set(List.of(), "images", "", Collections.nCopies(size, "a"))), 20_000));
        return limits;
    }

    private static BaselineDocument template(String text) {
        PredictedEvent event = new PredictedEvent(
                4,
                EventType.EV_IPL,
                Digests.none(),
                new Content((text + "\0").getBytes(StandardCharsets.UTF_16LE)),
                "what",
                new Provenance.Computed("rule", List.of()),
                Optional.of(new Variation("the text has variables of the node in it", Optional.of(text))));
        return baseline(set(List.of(event), "images", "", List.of()));
    }

    private static BaselineDocument baseline(AcceptedSet... sets) {
        return new BaselineDocument("image", "chain", "hardware", BANKS, List.of(4), List.of(sets));
    }

    /** A set whose boot has one image and these events after it. */
    private static AcceptedSet set(List<PredictedEvent> more, String repository, String mix, List<String> artifacts) {
        List<PredictedEvent> events = new ArrayList<>(List.of(event(4, -1)));
        events.addAll(more);
        Prediction prediction = new Prediction(
                BANKS, events, List.of(new PredictedPcr(4, Digests.none(), Optional.empty())), List.of());
        Artifact some = BOOT.artifacts().get(0);
        return new AcceptedSet(
                new AcceptedSet.Source(repository, ""),
                mix,
                BOOT.chain(),
                artifacts.stream()
                        .map(name -> new Artifact(name, some.origin(), some.facts()))
                        .toList(),
                new TreeMap<>(),
                prediction);
    }

    private static List<PredictedEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> event(4, i)).toList();
    }

    private static PredictedEvent event(int pcr, int content) {
        return new PredictedEvent(
                pcr,
                EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
                Digests.hash(BANKS, String.valueOf(content).getBytes(StandardCharsets.US_ASCII)),
                new Content(new byte[0]),
                "what",
                new Provenance.Computed("rule", List.of()),
                Optional.empty());
    }

    private static List<String> ask(List<String> questions) {
        byte[] input = (String.join("\n", questions) + "\n").getBytes(StandardCharsets.UTF_8);
        String output = new String(
                Tool.run(KeylimePolicy.FOLDER, input, "python3", "-B", "tests/read_states.py"), StandardCharsets.UTF_8);
        List<String> answers = output.lines().toList();
        assertThat(answers).hasSameSizeAs(questions);
        return answers;
    }
}
