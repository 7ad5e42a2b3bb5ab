package io.hallmark.verifierbridge.keylime.refstate;

import static io.hallmark.verifierbridge.keylime.refstate.KeylimePolicy.APPROVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.prediction.Gate;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.measuredboot.prediction.Prediction;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Logs of machines that really booted, judged by Hallmark's policy as Keylime would call it. */
class PolicyRecordingsTest {
    private static final List<RecordedBoot> BOOTS = RecordedBoots.all();

    /** Files that no boot runs through unmeasured. */
    private static final Set<String> ALWAYS_MEASURED =
            Set.of("shim", "grub", "systemd-boot", "ipxe", "uki", "kernel", "mbr");

    /** QEMU patches the kernel that it starts, so that nothing of it can be proven. */
    private static final Set<String> UNPROVEN = Set.of("qemu-kernel", "qemu-kernel-initrd");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> a_recorded_boot_is_approved_by_the_baseline_that_is_predicted_for_it() {
        KeylimePolicy policy = new KeylimePolicy(folder);
        for (RecordedBoot boot : BOOTS) {
            ReferenceState state = ReferenceState.of(RecordedBaseline.of(RecordedBaseline.set(boot)));
            policy.ask(boot.log(), "sha256", state);
            policy.ask(boot.log(), "", state);
        }
        List<String> answers = policy.answers();
        return IntStream.range(0, BOOTS.size())
                .mapToObj(i -> dynamicTest(
                        BOOTS.get(i).name(),
                        () -> assertThat(answers.subList(2 * i, 2 * i + 2)).containsOnly(APPROVED)));
    }

    /** A file that is exchanged, and the prediction that follows from the other one. */
    private record Exchange(RecordedBoot boot, String file, Prediction prediction) {}

    @TestFactory
    Stream<DynamicTest> a_recorded_boot_is_refused_when_another_file_is_approved_in_place_of_one_that_is_measured() {
        KeylimePolicy policy = new KeylimePolicy(folder);
        List<Exchange> exchanges = new ArrayList<>();
        for (RecordedBoot boot : BOOTS) {
            Prediction same = boot.predict(boot.chain(), boot.artifacts());
            for (Artifact artifact : boot.artifacts()) {
                List<Artifact> artifacts = boot.artifacts().stream()
                        .map(each -> each.equals(artifact) ? OtherArtifact.of(each) : each)
                        .toList();
                Prediction prediction = boot.predict(boot.chain(), artifacts);
                // The same prediction gives the same reference state, which is judged above.
                if (!prediction.equals(same) || mustBeRefused(boot, artifact.name())) {
                    exchanges.add(new Exchange(boot, artifact.name(), prediction));
                    AcceptedSet set = RecordedBaseline.set(boot, boot.chain(), artifacts, prediction);
                    policy.ask(boot.log(), "sha256", ReferenceState.of(RecordedBaseline.of(set)));
                }
            }
        }
        List<String> answers = policy.answers();
        return IntStream.range(0, exchanges.size())
                .mapToObj(i -> dynamicTest(
                        exchanges.get(i).boot() + ": " + exchanges.get(i).file(),
                        () -> check(exchanges.get(i), answers.get(i))));
    }

    private static void check(Exchange exchange, String answer) {
        // The comparison of the self-test is the second opinion on what the log has to do with the prediction.
        assertThat(answer.equals(APPROVED)).as(answer).isNotEqualTo(differs(exchange.prediction(), exchange.boot()));
        if (mustBeRefused(exchange.boot(), exchange.file())) {
            assertThat(answer).contains("no accepted set matches the boot").contains("artifact " + exchange.file());
        }
    }

    private static boolean mustBeRefused(RecordedBoot boot, String file) {
        return ALWAYS_MEASURED.contains(file) && !UNPROVEN.contains(boot.name());
    }

    private static boolean differs(Prediction prediction, RecordedBoot boot) {
        return new Gate(boot.profile().referenceLogs().get(0))
                .test(prediction).divergences().stream()
                        .anyMatch(divergence -> RecordedBaseline.ENFORCE.contains(divergence.pcr())
                                && prediction
                                        .pcr(divergence.pcr())
                                        .flatMap(PredictedPcr::notEnforceable)
                                        .isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> the_same_boot_once_more_is_approved() {
        // Another network card's address changes only boot entries, which vary.
        return answersOnVariants("sha256")
                .filter(answer -> answer.variant().matches(".*-(again|mac)"))
                .map(answer -> dynamicTest(
                        answer.variant(), () -> assertThat(answer.reason()).isEqualTo(APPROVED)));
    }

    @TestFactory
    Stream<DynamicTest> another_kernel_is_refused_by_the_baseline_of_the_first() {
        return answersOnVariants("sha384")
                .filter(answer -> answer.variant().matches("(disk-grub|pxe-ipxe|efistub-shell)-kernel|uki-rt"))
                .map(answer -> dynamicTest(
                        answer.variant(),
                        () -> assertThat(answer.reason())
                                .contains("no accepted set matches")
                                .containsPattern("from artifact (kernel|uki)")
                                .contains("sha384:")));
    }

    @TestFactory
    Stream<DynamicTest> another_initrd_that_is_measured_is_refused_by_the_baseline_of_the_first() {
        return answersOnVariants("sha256")
                .filter(answer -> answer.variant().matches("disk-grub-initrd|uki-initrd"))
                .map(answer -> dynamicTest(
                        answer.variant(),
                        () -> assertThat(answer.reason())
                                .contains("no accepted set matches")
                                .containsPattern("from artifact (initrd0|uki)")));
    }

    @TestFactory
    Stream<DynamicTest> another_command_line_is_refused_by_the_baseline_of_the_first() {
        return answersOnVariants("sha256")
                .filter(answer -> answer.variant().endsWith("-cmdline"))
                .map(answer -> dynamicTest(
                        answer.variant(), () -> assertThat(answer.reason()).contains("no accepted set matches")));
    }

    private record Answer(String variant, String reason) {}

    /** What the baseline of a recording says of the log of each variant of it. */
    private Stream<Answer> answersOnVariants(String bank) {
        KeylimePolicy policy = new KeylimePolicy(folder);
        List<String> names = new ArrayList<>();
        for (RecordedBoot variant : BOOTS) {
            BOOTS.stream()
                    .filter(boot -> variant.base().filter(boot.name()::equals).isPresent())
                    .forEach(base -> {
                        names.add(variant.name());
                        policy.ask(
                                variant.log(),
                                bank,
                                ReferenceState.of(RecordedBaseline.of(RecordedBaseline.set(base))));
                    });
        }
        List<String> answers = policy.answers();
        return IntStream.range(0, names.size()).mapToObj(i -> new Answer(names.get(i), answers.get(i)));
    }
}
