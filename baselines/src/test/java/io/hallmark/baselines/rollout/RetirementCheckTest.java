package io.hallmark.baselines.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.diff.Sets;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.EvidenceDocument.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetirementCheckTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(365));
    private static final AcceptedSet OLD = Sets.set("ipxe", "old kernel", "initrd", "quiet");
    private static final AcceptedSet NEW = Sets.set("ipxe", "new kernel", "initrd", "quiet");
    private static final BaselineDocument BASELINE = Sets.baseline("q35", NEW, OLD);

    @Test
    void nodes_that_all_show_the_newest_set_allow_it() {
        RetirementCheck check = check(
                seen("a", OLD, NOON.minusSeconds(60)), seen("a", NEW, NOON), seen("b", NEW, NOON.minusSeconds(5)));

        assertThat(check.objections()).isEmpty();
        assertThat(check.facts())
                .containsExactly(
                        "baselines/compute/pxe/q35.yaml: 2 nodes show the newest set, of 0123456789, last seen "
                                + NOON);
    }

    @Test
    void a_node_that_still_shows_a_previous_set_is_named() {
        assertThat(check(seen("a", NEW, NOON), seen("b", OLD, NOON)).objections())
                .containsExactly("baselines/compute/pxe/q35.yaml: b still shows set 2, of 0123456789, seen " + NOON
                        + " by keylime");
    }

    @Test
    void a_node_that_went_back_still_shows_the_previous_set() {
        assertThat(check(seen("a", NEW, NOON.minusSeconds(60)), seen("a", OLD, NOON))
                        .objections())
                .hasSize(1);
    }

    @Test
    void a_node_that_shows_none_of_the_sets_is_not_known_to_have_moved() {
        Observation none = new Observation("a", "compute", "pxe", "q35", Optional.empty(), NOON, "hallmark drift");

        assertThat(check(none).objections().get(0)).contains("a shows none of the accepted sets");
    }

    @Test
    void no_evidence_is_an_objection_and_that_of_other_baselines_is_none() {
        Observation other =
                new Observation("a", "compute", "pxe", "r650", Optional.of(NEW.fingerprint()), NOON, "keylime");

        assertThat(check().objections().get(0)).contains("there is no evidence of any node");
        assertThat(check(other).objections()).isEqualTo(check().objections());
    }

    @Test
    void what_a_node_showed_shortly_before_the_newest_evidence_counts_within_the_time_of_the_settings() {
        List<Observation> seen = List.of(seen("a", OLD, NOON.minus(Duration.ofDays(3))), seen("a", NEW, NOON));

        assertThat(RetirementCheck.of(BASELINE, List.of(NEW), seen, LONG_AGO, Optional.of(Duration.ofDays(14)))
                        .objections()
                        .get(0))
                .contains("a showed set 2, of 0123456789, at 2026-11-22T12:00:00Z; 'retire-after'");
        assertThat(RetirementCheck.of(BASELINE, List.of(NEW), seen, LONG_AGO, Optional.of(Duration.ofDays(2)))
                        .objections())
                .isEmpty();
    }

    @Test
    void sets_are_told_apart_by_what_is_measured_and_not_by_where_it_comes_from() {
        AcceptedSet elsewhere = new AcceptedSet(
                new AcceptedSet.Source("elsewhere", "f".repeat(40)),
                "",
                NEW.chain(),
                NEW.artifacts(),
                NEW.compositions(),
                NEW.prediction());

        assertThat(elsewhere.fingerprint()).isEqualTo(NEW.fingerprint()).isNotEqualTo(OLD.fingerprint());
    }

    @Test
    void a_node_that_shows_a_set_that_stays_is_no_objection() {
        assertThat(RetirementCheck.of(
                                BASELINE, List.of(NEW, OLD), List.of(seen("a", OLD, NOON)), LONG_AGO, Optional.empty())
                        .objections())
                .isEmpty();
    }

    @Test
    void what_a_node_showed_before_the_newest_set_was_accepted_says_nothing_of_what_it_boots() {
        List<Observation> seen = List.of(seen("a", NEW, NOON), seen("b", NEW, NOON.minusSeconds(1)));

        assertThat(RetirementCheck.of(BASELINE, List.of(NEW), seen, NOON, Optional.empty())
                        .objections())
                .containsExactly(
                        "baselines/compute/pxe/q35.yaml: b was last seen 2026-11-25T11:59:59Z by keylime, before the"
                                + " newest set was accepted, 2026-11-25T12:00:00Z; give evidence of since then");
    }

    @Test
    void a_flood_of_nodes_is_cut_short() {
        List<Observation> many =
                IntStream.range(0, 500).mapToObj(i -> seen("n" + i, OLD, NOON)).toList();

        assertThat(RetirementCheck.of(BASELINE, List.of(NEW), many, LONG_AGO, Optional.empty())
                        .objections())
                .hasSize(21)
                .last()
                .asString()
                .endsWith("and 480 more nodes");
    }

    private static RetirementCheck check(Observation... seen) {
        return RetirementCheck.of(BASELINE, List.of(NEW), List.of(seen), LONG_AGO, Optional.empty());
    }

    private static Observation seen(String node, AcceptedSet set, Instant time) {
        return new Observation(node, "compute", "pxe", "q35", Optional.of(set.fingerprint()), time, "keylime");
    }
}
