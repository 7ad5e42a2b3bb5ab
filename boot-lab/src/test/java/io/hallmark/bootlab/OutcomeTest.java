package io.hallmark.bootlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.bootlab.Outcome.Verdict;
import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.SelfTest;
import io.hallmark.measuredboot.prediction.SelfTest.Divergence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final Digest FORETOLD = Bank.SHA256.hash(new byte[] {1});
    private static final Digest OTHER = Bank.SHA256.hash(new byte[] {2});

    @Test
    void a_boot_as_predicted_has_no_failures() {
        Outcome outcome = outcome(Map.of(4, FORETOLD), 4, Optional.empty());

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.verdict(4, Bank.SHA256)).isEqualTo(Verdict.EQUAL);
        assertThat(outcome.verdict(9, Bank.SHA256)).isEqualTo(Verdict.UNUSED);
    }

    @Test
    void another_value_is_a_failure_that_names_the_event() {
        Outcome outcome = outcome(Map.of(4, OTHER), 4, Optional.empty());

        assertThat(outcome.failures())
                .singleElement()
                .asString()
                .contains("PCR 4", OTHER.hex(), "event 17", "a kernel");
        assertThat(outcome.verdict(4, Bank.SHA256)).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void a_pcr_that_nobody_predicted_to_be_extended_is_a_failure() {
        Outcome outcome = outcome(Map.of(4, FORETOLD, 12, OTHER), 4, Optional.empty());

        assertThat(outcome.failures()).singleElement().asString().contains("PCR 12", "not zero as predicted");
    }

    @Test
    void what_must_be_enforceable_and_is_not_is_a_failure_though_nothing_differs() {
        Outcome given = outcome(Map.of(4, OTHER), 4, Optional.of("assumed: not known"));
        Outcome absent = outcome(Map.of(4, FORETOLD), 9, Optional.empty());

        assertThat(given.failures()).containsExactly("PCR 4 must be enforceable: assumed: not known");
        assertThat(given.verdict(4, Bank.SHA256)).isEqualTo(Verdict.NOT_ENFORCEABLE);
        assertThat(absent.failures()).containsExactly("PCR 9 must be predicted, and no event of it is");
    }

    @Test
    void the_table_has_a_row_for_every_bank_and_says_why_a_value_is_not_certain() {
        Outcome outcome = outcome(Map.of(4, OTHER), 4, Optional.of("assumed:\nnot known"));

        String table = FidelityTable.of(
                List.of(outcome), new TreeMap<>(Map.of("ovmf", "2022.11-6")), List.of("6.1.0-a", "6.1.0-b"));

        assertThat(table)
                .contains("| chain | bank | PCR 4 | PCR 5 | PCR 7 | PCR 8 |")
                .contains("| a chain | sha256 | ? |  |  |  |  |  |  |  |\n")
                .contains("- a chain, PCR 4: assumed: not known\n")
                .contains("| ovmf | 2022.11-6 |");
    }

    /** Of a prediction of PCR 4 alone. @param measured by PCR; the others are zero */
    private static Outcome outcome(Map<Integer, Digest> measured, int required, Optional<String> notEnforceable) {
        Map<Integer, Digest> pcrs = new TreeMap<>(measured);
        for (int pcr = 0; pcr < 24; pcr++) {
            pcrs.putIfAbsent(pcr, Bank.SHA256.zero());
        }
        ChainSpec spec =
                new ChainSpec("chain", "a chain", (payload, folder) -> null, false, new TreeSet<>(List.of(required)));
        PredictedPcr predicted = new PredictedPcr(4, Digests.of(FORETOLD), notEnforceable);
        SelfTest comparison = new SelfTest(
                List.of(), List.of(new Divergence(4, 17, "a kernel", "another", "the node booted another")));
        return new Outcome(
                spec,
                new Prediction(List.of(Bank.SHA256), List.of(), List.of(predicted), List.of()),
                Map.of(Bank.SHA256, pcrs),
                comparison);
    }
}
