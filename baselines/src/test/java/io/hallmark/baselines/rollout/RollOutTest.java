package io.hallmark.baselines.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.Sets;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollOutTest {
    private static final AcceptedSet OLD = Sets.set("ipxe 1", "6.1.0-55", "initrd 1", "vmlinuz quiet");

    @Test
    void one_changed_part_makes_no_mix() {
        AcceptedSet next = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet");

        List<AcceptedSet> accepted = accept(new RollOut(true, 8), next);

        assertThat(accepted).containsExactly(next, OLD);
    }

    @Test
    void two_changed_parts_make_both_mixes() {
        AcceptedSet next = Sets.set("ipxe 2", "6.1.0-56", "initrd 1", "vmlinuz quiet");

        List<AcceptedSet> accepted = accept(new RollOut(true, 8), next);

        assertThat(accepted)
                .extracting(AcceptedSet::mix)
                .containsExactly("", "new ipxe, previous kernel", "previous ipxe, new kernel", "");
        assertThat(accepted.get(1).prediction().pcr(4))
                .isNotEqualTo(next.prediction().pcr(4));
    }

    @Test
    void a_mix_that_opens_a_pcr_which_both_sets_hold_nodes_to_is_left_out() {
        AcceptedSet next = Sets.set("ipxe 2", "6.1.0-56", "initrd 1", "vmlinuz quiet");

        RollOut.Accepted result = new RollOut(true, 8)
                .accept(Optional.of(Sets.baseline("q35", OLD)), next, List.of(), mix -> {
                    AcceptedSet set = predict(mix);
                    return mix.words().startsWith("new ipxe")
                            ? new AcceptedSet(
                                    set.source(),
                                    set.mix(),
                                    set.chain(),
                                    set.artifacts(),
                                    set.compositions(),
                                    set.prediction().notEnforceable(4, "assumed: parts that don't fit each other"))
                            : set;
                });

        assertThat(result.leftOut())
                .containsExactly(
                        "new ipxe, previous kernel: PCR 4 could not be enforced, assumed: parts that don't fit each"
                                + " other");
        List<AcceptedSet> accepted = result.sets();
        assertThat(accepted).extracting(AcceptedSet::mix).containsExactly("", "previous ipxe, new kernel", "");
    }

    @Test
    void a_node_that_is_two_sets_behind_meets_mixes_of_its_own() {
        AcceptedSet second = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet");
        BaselineDocument document = Sets.baseline("q35", second, OLD);
        AcceptedSet third = Sets.set("ipxe 2", "6.1.0-56", "initrd 1", "vmlinuz quiet");

        List<AcceptedSet> accepted = new RollOut(true, 8)
                .accept(Optional.of(document), third, List.of(), RollOutTest::predict)
                .sets();

        assertThat(accepted)
                .extracting(AcceptedSet::mix)
                .as("the first kernel with the new loader")
                .containsExactly("", "new ipxe, previous kernel", "", "");
        assertThat(accepted).contains(third, second, OLD);
    }

    @Test
    void the_command_line_is_a_part_too() {
        AcceptedSet next = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz debug");

        assertThat(Mixes.between(OLD, next).parts()).containsExactly("kernel", "boot configuration");
        assertThat(Mixes.between(OLD, next).count()).isEqualTo(2);
    }

    @Test
    void too_many_mixes_are_refused_with_what_to_do() {
        AcceptedSet next = Sets.set("ipxe 2", "6.1.0-56", "initrd 2", "vmlinuz debug");

        assertThatThrownBy(() -> accept(new RollOut(true, 8), next))
                .isInstanceOf(BaselinesException.class)
                .hasMessageContaining("4 parts changed at once (ipxe, kernel, initrd, boot configuration)")
                .hasMessageContaining("14 mixes")
                .hasMessageContaining("max-sets");
        assertThat(accept(new RollOut(false, 8), next)).containsExactly(next, OLD);
    }

    @Test
    void going_back_moves_the_old_set_to_the_front() {
        AcceptedSet next = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet");

        List<AcceptedSet> accepted = new RollOut(true, 8)
                .accept(Optional.of(Sets.baseline("q35", next, OLD)), OLD, List.of(), RollOutTest::predict)
                .sets();

        assertThat(accepted).containsExactly(OLD, next);
    }

    @Test
    void more_sets_than_the_bound_are_refused_until_some_are_retired() {
        AcceptedSet next = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet");

        assertThatThrownBy(() -> accept(new RollOut(true, 1), next)).hasMessageContaining("hallmark retire");
        BaselineDocument both = Sets.baseline("q35", next, OLD);
        assertThat(RollOut.retire(both, RollOut.remaining(both, List.of())).accepted())
                .containsExactly(next);
    }

    @Test
    void a_set_for_a_pending_update_stands_beside_the_newest_and_stays_while_it_is_pending() {
        AcceptedSet next = Sets.set("ipxe 1", "6.1.0-56", "initrd 1", "vmlinuz quiet");
        AcceptedSet after = after("after dbx.bin", next);
        BaselineDocument document = Sets.baseline("q35", next, after, OLD);

        assertThat(new RollOut(false, 8)
                        .accept(Optional.of(Sets.baseline("q35", OLD)), next, List.of(after), RollOutTest::predict)
                        .sets())
                .containsExactly(next, after, OLD);
        assertThat(RollOut.accepts(document, List.of(after))).isTrue();
        assertThat(RollOut.accepts(Sets.baseline("q35", next, OLD), List.of(after)))
                .isFalse();
        assertThat(RollOut.remaining(document, List.of("after dbx.bin"))).containsExactly(next, after);
        assertThat(RollOut.remaining(document, List.of())).containsExactly(next);
        assertThatThrownBy(() -> new RollOut(false, 2)
                        .accept(Optional.of(Sets.baseline("q35", OLD)), next, List.of(after), RollOutTest::predict))
                .hasMessageContaining("3 accepted sets");
    }

    /** The same files, with another dbx in the firmware. */
    private static AcceptedSet after(String words, AcceptedSet set) {
        Prediction prediction = set.prediction();
        return new AcceptedSet(
                set.source(),
                words,
                set.chain(),
                set.artifacts(),
                set.compositions(),
                prediction.with(prediction.events().stream()
                        .filter(event -> !event.description().startsWith("dbx"))
                        .toList()));
    }

    private static List<AcceptedSet> accept(RollOut rollOut, AcceptedSet next) {
        return rollOut.accept(Optional.of(Sets.baseline("q35", OLD)), next, List.of(), RollOutTest::predict)
                .sets();
    }

    private static AcceptedSet predict(Mix mix) {
        AcceptedSet set = Sets.set(mix.chain(), mix.artifacts());
        return new AcceptedSet(
                set.source(), mix.words(), set.chain(), set.artifacts(), set.compositions(), set.prediction());
    }
}
