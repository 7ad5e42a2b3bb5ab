package io.hallmark.verifierbridge.keylime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.ReceiptDocument;
import io.hallmark.baselines.publish.AppliedItem;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.ConfiguredTarget;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.baselines.publish.Publication;
import io.hallmark.baselines.publish.Receipts;
import io.hallmark.baselines.publish.SecretFolder;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.baselines.publish.WatchedSecrets;
import io.hallmark.testsupport.TestCertificates;
import io.hallmark.verifierbridge.keylime.tpmpolicy.Mixtures;
import io.hallmark.verifierbridge.keylime.tpmpolicy.TpmPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was published decides which nodes a verifier of Keylime itself approves: recorded boots, quoted by a software TPM. */
class AttestationTest {
    private static final List<String> BOOTS = List.of("disk-grub", "disk-grub-sb", "pxe-ipxe", "uki", "sdboot-type1");

    @TempDir
    Path folder;

    @Test
    void nodes_pass_by_their_own_baseline_and_by_no_other() throws Exception {
        BaselineDocument[] baselines =
                BOOTS.stream().map(boot -> RecordedStates.baseline(boot, boot)).toArray(BaselineDocument[]::new);
        try (RunningKeylime keylime = keylime("hallmark", "always")) {
            Map<String, String> published = publish(keylime, RecordedStates.state(baselines), "hallmark");

            for (String boot : BOOTS) {
                Map<String, Object> evidence = QuotedBoot.evidence(
                        RecordedStates.boot(boot).log(), Files.createDirectories(folder.resolve(boot)));
                for (String other : BOOTS) {
                    assertThat(valid(keylime, evidence, published.get("mbpolicy/hallmark." + other + ".disk.lab")))
                            .as("a node that booted %s, by the baseline of %s", boot, other)
                            .isEqualTo(boot.equals(other));
                }
            }
        }
    }

    @Test
    void the_example_policy_of_keylime_attests_shim_and_grub_and_nothing_else_is_pushed_to_it() throws Exception {
        try (RunningKeylime keylime = keylime("example", "always")) {
            Map<String, String> published = publish(
                    keylime,
                    RecordedStates.state(
                            RecordedStates.baseline("rolling", "disk-grub-kernel", "disk-grub"),
                            RecordedStates.baseline("secure", "disk-grub-sb")),
                    "example");
            String rolling = published.get("mbpolicy/hallmark.rolling.disk.lab");
            for (String boot : List.of("disk-grub", "disk-grub-kernel", "disk-grub-initrd", "disk-grub-sb")) {
                Map<String, Object> evidence = QuotedBoot.evidence(
                        RecordedStates.boot(boot).log(), Files.createDirectories(folder.resolve(boot)));
                assertThat(valid(keylime, evidence, rolling))
                        .as(boot)
                        .isEqualTo(boot.equals("disk-grub") || boot.equals("disk-grub-kernel"));
                assertThat(valid(keylime, evidence, published.get("mbpolicy/hallmark.secure.disk.lab")))
                        .as(boot)
                        .isEqualTo(boot.equals("disk-grub-sb"));
            }

            try (Target target = target(keylime, "example")) {
                List<PlanItem> plan = target.plan(RecordedStates.state(
                        RecordedStates.baseline("uki", "uki"), RecordedStates.baseline("debian-13", "t13-disk-grub")));
                assertThat(plan)
                        .filteredOn(item -> item.action() == Action.REFUSED)
                        .hasSize(2)
                        .allSatisfy(item -> assertThat(String.join("\n", item.words()))
                                .contains("'example'")
                                .contains("set 'policy: hallmark'"));
                assertThat(plan.get(1).words().get(0)).contains("PCR 9, EV_EVENT_TAG");
            }
        }
    }

    @Test
    void of_a_mixed_repository_what_example_can_attest_is_pushed_and_the_rest_is_told_and_not_said_to_be_held()
            throws Exception {
        try (RunningKeylime keylime = keylime("example", "always")) {
            ApprovedState state = RecordedStates.state(
                    RecordedStates.baseline("grub", "disk-grub"), RecordedStates.baseline("uki", "uki"));
            KeptReceipts receipts = new KeptReceipts();
            Publication publication = new Publication(
                    receipts,
                    new WatchedSecrets(secrets(keylime)),
                    (earlier, later) -> true,
                    Optional.empty(),
                    Pause.REAL,
                    InstantSource.system(),
                    line -> {});
            List<TargetOutcome> outcomes = publication.run(
                    state,
                    List.of(new ConfiguredTarget("verifier", "keylime", true, 1, () -> target(keylime, "example"))));

            assertThat(outcomes).singleElement().isInstanceOfSatisfying(TargetOutcome.Refused.class, outcome -> {
                assertThat(outcome.good()).isFalse();
                assertThat(outcome.commit()).isEmpty();
                assertThat(outcome.refused())
                        .extracting(PlanItem::name)
                        .containsExactly("mbpolicy/hallmark.uki.disk.lab");
                assertThat(outcome.words().get(0)).contains("'example'").contains("set 'policy: hallmark'");
                assertThat(outcome.applied())
                        .extracting(AppliedItem::name)
                        .containsExactly("mbpolicy/hallmark.grub.disk.lab");
            });
            assertThat(receipts.kept).singleElement().satisfies(receipt -> {
                assertThat(receipt.holds()).as("not as a whole").isEmpty();
                assertThat(receipt.items())
                        .extracting(ReceiptDocument.Item::name)
                        .containsExactly("mbpolicy/hallmark.grub.disk.lab");
                assertThat(receipt.refused()).containsExactly("mbpolicy/hallmark.uki.disk.lab");
            });
            try (Target target = target(keylime, "example")) {
                PlanItem pushed = target.plan(state).get(0);
                assertThat(pushed.action()).isEqualTo(Action.KEEP);
                String policy = new String(target.readBack(pushed).orElseThrow(), StandardCharsets.UTF_8);
                Map<String, Object> evidence = QuotedBoot.evidence(
                        RecordedStates.boot("disk-grub").log(), Files.createDirectories(folder.resolve("mixed")));
                assertThat(valid(keylime, evidence, policy)).isTrue();
            }
        }
    }

    /** Has what it was given, and says of none that it was there before. */
    private static final class KeptReceipts implements Receipts {
        private final List<ReceiptDocument> kept = new ArrayList<>();

        @Override
        public Map<String, ReceiptDocument> newest() {
            return Map.of();
        }

        @Override
        public boolean published(String commit) {
            return false;
        }

        @Override
        public Optional<String> lastPublished() {
            return Optional.empty();
        }

        @Override
        public Optional<ReceiptDocument> keep(ReceiptDocument receipt, Optional<ReceiptDocument> seen) {
            kept.add(receipt);
            return Optional.empty();
        }
    }

    @Test
    void static_values_pass_the_boots_that_are_accepted_and_no_other() throws Exception {
        BaselineDocument rolling = RecordedStates.baseline("rolling", "disk-grub-kernel", "disk-grub");
        String policy = new String(
                TpmPolicy.of(rolling, Mixtures.ACCEPT, TpmPolicy.Mask.VALUES)
                        .text()
                        .orElseThrow(),
                StandardCharsets.UTF_8);
        try (RunningKeylime keylime = keylime("hallmark", "always")) {
            for (String boot : List.of("disk-grub", "disk-grub-kernel", "disk-grub-initrd", "disk-grub-sb")) {
                Map<String, Object> evidence = QuotedBoot.evidence(
                        RecordedStates.boot(boot).log(), Files.createDirectories(folder.resolve(boot)));
                evidence.put("tpm_policy", policy);
                assertThat(valid(keylime, evidence, ""))
                        .as(boot)
                        .isEqualTo(boot.equals("disk-grub") || boot.equals("disk-grub-kernel"));
            }
        }
    }

    @Test
    void reference_states_that_the_verifier_can_not_read_are_not_pushed() throws Exception {
        try (RunningKeylime keylime = keylime("example", "always");
                Target target = target(keylime, "hallmark")) {
            assertThatThrownBy(() -> target.plan(RecordedStates.state()))
                    .hasMessageContaining("the verifier runs the policy 'example'")
                    .hasMessageContaining("make both the same");
        }
    }

    @Test
    void a_verifier_that_holds_nodes_to_nothing_is_told_about() throws Exception {
        for (Map.Entry<String, String> options :
                Map.of("accept-all", "always", "hallmark", "once").entrySet()) {
            try (RunningKeylime keylime = keylime(options.getKey(), options.getValue());
                    Target target = target(keylime, "hallmark")) {
                ApprovedState state = RecordedStates.state();
                assertThat(target.settle(state, target.plan(state)))
                        .as(options.toString())
                        .singleElement()
                        .asString()
                        .startsWith("warning: ")
                        .contains("measured_boot_policy_name = hallmark")
                        .contains("measured_boot_evaluate = always");
            }
        }
    }

    private RunningKeylime keylime(String policy, String evaluate) throws Exception {
        TestCertificates certificates =
                TestCertificates.in(Files.createDirectories(folder.resolve("certificates-" + policy + evaluate)));
        if (!Files.exists(folder.resolve("secrets-" + policy))) {
            certificates.credential(folder.resolve("secrets-" + policy), "prod", "ca", "client");
        }
        return new RunningKeylime(
                Files.createDirectories(folder.resolve("keylime-" + policy + evaluate)),
                certificates,
                Map.of(
                        "measured_boot_policy_name", policy,
                        "measured_boot_imports", "[\"hallmark_keylime\"]",
                        "measured_boot_evaluate", evaluate));
    }

    private SecretStore secrets(RunningKeylime keylime) {
        return new SecretFolder(folder.resolve("secrets-" + keylime.option("measured_boot_policy_name")));
    }

    private Target target(RunningKeylime keylime, String policy) {
        return new KeylimeKind()
                .open(
                        RecordedStates.settings("url: " + keylime.url(), "credentials: prod", "policy: " + policy),
                        secrets(keylime));
    }

    private Map<String, String> publish(RunningKeylime keylime, ApprovedState state, String policy) {
        Map<String, String> held = new HashMap<>();
        try (Target target = target(keylime, policy)) {
            List<PlanItem> plan = target.plan(state);
            assertThat(plan)
                    .allSatisfy(item ->
                            assertThat(item.action()).as("%s", item.words()).isEqualTo(Action.CREATE));
            plan.forEach(target::apply);
            plan.forEach(item ->
                    held.put(item.name(), new String(target.readBack(item).orElseThrow(), StandardCharsets.UTF_8)));
            assertThat(target.settle(state, plan)).isEmpty();
        }
        return held;
    }

    private boolean valid(RunningKeylime keylime, Map<String, Object> evidence, String policy) throws Exception {
        return new Administrator(keylime, secrets(keylime), "prod")
                .judge(evidence, policy)
                .valid();
    }
}
