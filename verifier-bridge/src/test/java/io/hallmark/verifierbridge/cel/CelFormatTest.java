package io.hallmark.verifierbridge.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Variation;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.verifierbridge.RecordedBoot;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CelFormatTest {
    @Test
    void the_records_replay_to_what_the_tpm_reported() {
        Map<Integer, Digest> values = new HashMap<>();
        for (Map<?, ?> entry : records(render(RecordedBoot.recorded()).get(0))) {
            for (Object item : (List<?>) entry.get("digests")) {
                Map<?, ?> digest = (Map<?, ?>) item;
                boolean extended = !"EV_NO_ACTION".equals(((Map<?, ?>) entry.get("content")).get("event_type"));
                if (extended && "sha256".equals(digest.get("hashAlg"))) {
                    values.merge(
                            number(entry, "pcr"),
                            Bank.SHA256.zero().extend(Digest.ofHex(Bank.SHA256, (String) digest.get("digest"))),
                            (value, first) -> value.extend(Digest.ofHex(Bank.SHA256, (String) digest.get("digest"))));
                }
            }
        }

        assertThat(values).containsKeys(0, 2, 3, 4, 5, 6, 7, 9);
        // Boot entries of the firmware's network stack hold MAC addresses.
        values.remove(1);
        values.forEach((pcr, value) ->
                assertThat(value.hex()).as("PCR " + pcr).isEqualTo(RecordedBoot.reported(Bank.SHA256, pcr)));
    }

    @Test
    void records_are_numbered_for_each_pcr_from_0() {
        Map<Integer, List<Integer>> numbers = new HashMap<>();
        records(render(RecordedBoot.recorded()).get(0))
                .forEach(entry -> numbers.computeIfAbsent(number(entry, "pcr"), pcr -> new ArrayList<>())
                        .add(number(entry, "recnum")));

        numbers.values().forEach(own -> {
            for (int i = 0; i < own.size(); i++) {
                assertThat(own.get(i)).isEqualTo(i);
            }
        });
    }

    @Test
    void an_event_that_varies_has_no_digest_and_one_of_no_pcr_is_left_out() {
        List<PredictedEvent> events = List.of(
                event(LogEvent.NO_PCR, Digests.hash(List.of(Bank.SHA256), new byte[1]), Optional.empty()),
                event(
                        9,
                        Digests.hash(List.of(Bank.SHA256), new byte[2]),
                        Optional.of(new Variation("the MAC address", Optional.empty()))));
        AcceptedSet recorded = RecordedBoot.recorded();
        AcceptedSet varying = new AcceptedSet(
                recorded.source(),
                "",
                recorded.chain(),
                recorded.artifacts(),
                recorded.compositions(),
                new Prediction(List.of(Bank.SHA256), events, List.of(), List.of()));

        assertThat(records(render(varying).get(0))).singleElement().satisfies(entry -> {
            assertThat(number(entry, "pcr")).isEqualTo(9);
            assertThat((List<?>) entry.get("digests")).isEmpty();
        });
    }

    @Test
    void an_event_that_is_assumed_has_no_digest_and_neither_has_one_of_a_pcr_that_is_not_proven() {
        int recorded = withDigests(RecordedBoot.recorded(), 9);

        assertThat(recorded).isPositive();
        assertThat(withDigests(RecordedBoot.assuming(9), 9)).isEqualTo(recorded - 1);
        assertThat(withDigests(RecordedBoot.unproven(9), 9)).isZero();
        assertThat(withDigests(RecordedBoot.unproven(9), 4)).isEqualTo(withDigests(RecordedBoot.recorded(), 4));
    }

    private static int withDigests(AcceptedSet set, int pcr) {
        return Math.toIntExact(records(render(set).get(0)).stream()
                .filter(entry -> number(entry, "pcr") == pcr && !((List<?>) entry.get("digests")).isEmpty())
                .count());
    }

    @Test
    void each_set_is_a_file_whose_name_stays_when_another_set_comes() {
        RenderedFile alone = render(RecordedBoot.recorded()).get(0);

        List<RenderedFile> both = render(RecordedBoot.with("", "another kernel"), RecordedBoot.recorded());

        assertThat(both).hasSize(2);
        assertThat(both.get(1).path()).isEqualTo(alone.path());
        assertThat(both.get(1).content().orElseThrow())
                .isEqualTo(alone.content().orElseThrow());
        assertThat(render(RecordedBoot.recorded(), RecordedBoot.recorded())).hasSize(1);
    }

    private static PredictedEvent event(int pcr, Digests digests, Optional<Variation> variation) {
        return new PredictedEvent(
                pcr,
                EventType.EV_EVENT_TAG,
                digests,
                new Content(new byte[] {1}),
                "",
                new Provenance.Computed("linux.load-options", List.of()),
                variation);
    }

    private static List<RenderedFile> render(AcceptedSet... sets) {
        BaselineDocument baseline = RecordedBoot.baseline(List.of(4), sets);
        return new CelFormat().render(RecordedBoot.state(baseline), baseline);
    }

    private static List<Map<?, ?>> records(RenderedFile file) {
        List<Map<?, ?>> records = new ArrayList<>();
        ((List<?>) PlainJson.read(file.path(), file.content().orElseThrow()))
                .forEach(entry -> records.add((Map<?, ?>) entry));
        return records;
    }

    private static int number(Map<?, ?> entry, String field) {
        return Integer.parseInt(String.valueOf(entry.get(field)));
    }
}
