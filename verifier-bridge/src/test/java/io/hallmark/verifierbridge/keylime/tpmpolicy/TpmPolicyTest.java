package io.hallmark.verifierbridge.keylime.tpmpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.PlainJson;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.verifierbridge.RecordedBoot;
import io.hallmark.verifierbridge.format.RenderedFile;
import io.hallmark.verifierbridge.keylime.RecordedStates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Keylime's static policy says of a baseline; values are those that a TPM reported. */
class TpmPolicyTest {
    private static final List<Integer> ENFORCE = List.of(0, 4, 9);
    private static final AcceptedSet RECORDED = RecordedBoot.recorded();
    private static final AcceptedSet NEW_BOTH = RecordedBoot.with("another ipxe", "another kernel");

    @Test
    void one_set_gives_the_values_that_the_tpm_reported_in_lower_case_and_without_sha1() {
        TpmPolicy policy = policy(Mixtures.ACCEPT, TpmPolicy.Mask.VALUES, RECORDED);

        Map<String, Object> json = json(policy);
        assertThat(json.keySet()).containsExactly("0", "4", "9", "mask");
        for (String pcr : List.of("0", "4", "9")) {
            int index = Integer.parseInt(pcr);
            assertThat((List<?>) json.get(pcr))
                    .isEqualTo(List.of(
                            RecordedBoot.reported(Bank.SHA256, index), RecordedBoot.reported(Bank.SHA384, index)));
        }
        assertThat(json).containsEntry("mask", "0x211");
        assertThat(policy.words()).singleElement().asString().contains("sha1 is left out");
    }

    @Test
    void a_measured_boot_policy_needs_all_pcrs_of_the_log_in_the_mask_and_a_runtime_policy_pcr_10_too() {
        assertThat(json(policy(Mixtures.ACCEPT, TpmPolicy.Mask.WITH_MEASURED_BOOT, RECORDED)))
                .containsEntry("mask", "0xfbff");
        assertThat(json(policy(Mixtures.ACCEPT, TpmPolicy.Mask.WITH_MEASURED_BOOT_AND_IMA, RECORDED)))
                .containsEntry("mask", "0xffff");
    }

    @Test
    void pcr_11_is_not_held_since_systemd_extends_it_when_the_log_has_ended() {
        TpmPolicy policy =
                TpmPolicy.of(RecordedStates.baseline("uki", "t13-uki"), Mixtures.ACCEPT, TpmPolicy.Mask.VALUES);

        assertThat(json(policy)).containsKey("4").doesNotContainKey("11");
        assertThat(policy.words())
                .anyMatch(
                        line -> line.startsWith("PCR 11 is not held by tpm_policy: systemd extends it at each phase"));
    }

    @Test
    void alternatives_of_one_pcr_let_nothing_else_pass() {
        TpmPolicy policy =
                policy(Mixtures.REFUSE, TpmPolicy.Mask.VALUES, RecordedBoot.with("", "another kernel"), RECORDED);

        assertThat(((List<?>) json(policy).get("4")).stream().map(Object::toString))
                .hasSize(4)
                .endsWith(RecordedBoot.reported(Bank.SHA384, 4));
        assertThat((List<?>) json(policy).get("9")).hasSize(2);
    }

    @Test
    void mixtures_that_nobody_approved_are_counted_left_out_or_refused() {
        BaselineDocument two = RecordedBoot.baseline(List.of(0, 4, 9), initrdAndKernel());
        assertThat(new Alternatives(List.of(new java.util.TreeMap<>())).mixes()).isFalse();

        TpmPolicy accepted = TpmPolicy.of(two, Mixtures.ACCEPT, TpmPolicy.Mask.VALUES);
        assertThat(accepted.words())
                .contains("tpm_policy judges each PCR by itself: the values of PCR 4, PCR 9 make 4 combinations, all of"
                        + " which pass, and 2 of them are approved");
        assertThat((List<?>) json(accepted).get("9")).hasSize(4);

        TpmPolicy leftOut = TpmPolicy.of(two, Mixtures.LEAVE_OUT, TpmPolicy.Mask.VALUES);
        assertThat(json(leftOut).keySet()).containsExactly("0", "4", "mask");
        assertThat(json(leftOut)).containsEntry("mask", "0x11");
        assertThat(leftOut.words())
                .anySatisfy(line -> assertThat(line).contains("not held by tpm_policy at all: PCR 9"));

        TpmPolicy refused = TpmPolicy.of(two, Mixtures.REFUSE, TpmPolicy.Mask.VALUES);
        assertThat(refused.text()).isEmpty();
        assertThat(refused.words().get(0)).contains("4 combinations").contains("refuse' forbids that");
    }

    @Test
    void a_pcr_that_only_some_sets_determine_is_not_held_and_keylimes_own_never_are() {
        BaselineDocument baseline = RecordedBoot.baseline(List.of(1, 4, 10, 16), NEW_BOTH, RECORDED);

        TpmPolicy policy = TpmPolicy.of(baseline, Mixtures.ACCEPT, TpmPolicy.Mask.VALUES);

        assertThat(json(policy).keySet()).doesNotContain("1", "10", "16").contains("4");
        assertThat(policy.words().get(0)).startsWith("not held by tpm_policy: PCR 1, PCR 10, PCR 16");
    }

    @Test
    void a_baseline_without_a_certain_value_has_no_policy_since_an_empty_one_accepts_everything() {
        BaselineDocument baseline = RecordedBoot.baseline(List.of(1), RECORDED);

        TpmPolicy policy = TpmPolicy.of(baseline, Mixtures.ACCEPT, TpmPolicy.Mask.WITH_MEASURED_BOOT);

        assertThat(policy.text()).isEmpty();
        assertThat(policy.words().get(0)).contains("would hold nodes to nothing");
    }

    @Test
    void the_folder_has_a_file_a_baseline() {
        BaselineDocument baseline = RecordedBoot.baseline(ENFORCE, RECORDED);
        RenderedFile file = TpmPolicyFormat.of(
                        RecordedBoot.settings("kind: directory", "tpm-policy-measured-boot: true"))
                .render(RecordedBoot.state(baseline), baseline)
                .get(0);

        assertThat(file.path()).isEqualTo("compute/pxe/q35.json");
        assertThat(PlainJson.readObject("policy", file.content().orElseThrow())).containsEntry("mask", "0xfbff");
    }

    private static AcceptedSet[] initrdAndKernel() {
        return new AcceptedSet[] {RecordedBoot.withInitrd("another kernel", "another initrd"), RECORDED};
    }

    private static TpmPolicy policy(Mixtures mixtures, TpmPolicy.Mask mask, AcceptedSet... sets) {
        return TpmPolicy.of(RecordedBoot.baseline(ENFORCE, sets), mixtures, mask);
    }

    private static Map<String, Object> json(TpmPolicy policy) {
        return PlainJson.readObject("policy", policy.text().orElseThrow());
    }
}
