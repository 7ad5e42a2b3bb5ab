package io.hallmark.bootlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.bootlab.Outcome.Verdict;
import io.hallmark.bootlab.chain.ChainSpec;
import io.hallmark.bootlab.host.BootLabException;
import io.hallmark.bootlab.machine.BootResult;
import io.hallmark.bootlab.machine.MachineSetup;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.prediction.SelfTest;
import io.hallmark.measuredboot.prediction.SelfTest.Divergence;
import java.time.Duration;
import java.util.EnumMap;
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

        String table = table(List.of(outcome), List.of());

        assertThat(table)
                .contains("| chain | bank | PCR 1 | PCR 4 | PCR 5 | PCR 7 | PCR 8 |")
                .contains("| a chain | sha1 |  | ? |  |  |  |  |  |  |  |\n")
                .contains("| a chain | sha256 |  | ? |  |  |  |  |  |  |  |\n")
                .contains("| a chain | sha384 |  | ? |  |  |  |  |  |  |  |\n")
                .contains("| a chain | sha512 |  | ? |  |  |  |  |  |  |  |\n")
                .contains("- a chain, PCR 4: assumed: not known\n");
    }

    @Test
    void a_boot_that_did_not_show_every_bank_is_a_failure_and_so_is_the_prediction_of_fewer_banks() {
        Outcome whole = outcome(Map.of(4, FORETOLD), 4, Optional.empty());
        Outcome shown = new Outcome(
                whole.spec(),
                whole.prediction(),
                Map.of(Bank.SHA256, whole.pcrs().get(Bank.SHA256)),
                whole.comparison());
        Outcome predicted = new Outcome(
                whole.spec(), whole.prediction().only(List.of(Bank.SHA256)), whole.pcrs(), whole.comparison());

        assertThat(shown.failures())
                .containsExactly(
                        "the TPM showed no PCRs of bank sha1",
                        "the TPM showed no PCRs of bank sha384",
                        "the TPM showed no PCRs of bank sha512");
        assertThat(table(List.of(shown), List.of())).contains("| a chain | sha1 | ≠ | ≠ |");
        assertThat(predicted.failures())
                .extracting(failure -> failure.replaceFirst(" is .*", ""))
                .containsExactly("PCR 4 in bank sha1", "PCR 4 in bank sha384", "PCR 4 in bank sha512");
    }

    @Test
    void the_table_says_what_was_refused_and_why_and_what_ran_it() {
        String table = table(
                List.of(),
                List.of(new SeenRefusal(
                        "an unsigned image", "refused by the firmware: it is unsigned", "a|b: `Denied`")));

        assertThat(table)
                .contains("## What Secure Boot refused\n")
                .contains("| an unsigned image | refused by the firmware: it is unsigned | `a\\|b: 'Denied'` |\n")
                .contains(
                        "## Packages that the guests booted\n\n| package | version |\n|---|---|\n| ovmf | 2022.11-6 |\n")
                .contains("## Packages that ran them\n\n| package | version |\n|---|---|\n| swtpm | 0.7.1 |\n");
    }

    @Test
    void a_refusal_is_told_in_the_words_of_the_machine() {
        BootResult boot = new BootResult(
                Optional.empty(),
                Optional.empty(),
                "BdsDxe: loading\r\n\u001b[1mBdsDxe: failed to load \"Disk\": Access Denied\r\nBdsDxe: No bootable option\r\n",
                Duration.ZERO);

        assertThat(SeenRefusal.of("an image", "refused", boot, "Access Denied").console())
                .isEqualTo("BdsDxe: failed to load \"Disk\": Access Denied");
        BootResult box = new BootResult(
                Optional.empty(),
                Optional.empty(),
                "\u001b[10;20H\u00da\u00c4\u00c4\u00bf\u001b[11;20H\u00b3  ERROR  \u00b3\u001b[12;20H\u00b3  Verification failed: (0x1A)"
                        + " Security Violation  \u00b3\u001b[13;20H\u00c0\u00c4\u00d9",
                Duration.ZERO);
        assertThat(SeenRefusal.of("an image", "refused", box, "Security Violation")
                        .console())
                .isEqualTo("Verification failed: (0x1A) Security Violation");
        assertThatThrownBy(() -> SeenRefusal.of("an image", "refused", boot, "Security Violation"))
                .isInstanceOf(BootLabException.class)
                .hasMessageContaining("an image");
    }

    private static String table(List<Outcome> outcomes, List<SeenRefusal> refusals) {
        return FidelityTable.of(
                outcomes,
                refusals,
                new TreeMap<>(Map.of("ovmf", "2022.11-6")),
                new TreeMap<>(Map.of("swtpm", "0.7.1")),
                List.of("6.1.0-a", "6.1.0-b"));
    }

    /**
     * Of a prediction of PCR 4 alone.
     *
     * @param measured in bank sha256, by PCR; the others are zero, and as predicted in the other banks
     */
    private static Outcome outcome(Map<Integer, Digest> measured, int required, Optional<String> notEnforceable) {
        Digests foretold = Digests.hash(MachineSetup.BANKS, new byte[] {1});
        Map<Bank, Map<Integer, Digest>> pcrs = new EnumMap<>(Bank.class);
        for (Bank bank : MachineSetup.BANKS) {
            Map<Integer, Digest> values = new TreeMap<>();
            for (int pcr = 0; pcr < 24; pcr++) {
                values.put(pcr, bank.zero());
            }
            values.put(4, foretold.in(bank).orElseThrow());
            pcrs.put(bank, values);
        }
        pcrs.get(Bank.SHA256).putAll(measured);
        ChainSpec spec =
                new ChainSpec("chain", "a chain", (payload, folder) -> null, false, new TreeSet<>(List.of(required)));
        PredictedPcr predicted = new PredictedPcr(4, foretold, notEnforceable);
        SelfTest comparison = new SelfTest(
                List.of(), List.of(new Divergence(4, 17, "a kernel", "another", "the node booted another")));
        return new Outcome(
                spec, new Prediction(MachineSetup.BANKS, List.of(), List.of(predicted), List.of()), pcrs, comparison);
    }
}
