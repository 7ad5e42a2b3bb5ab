package io.hallmark.verifierbridge.keylime.refstate;

import static io.hallmark.verifierbridge.keylime.refstate.KeylimePolicy.APPROVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.chain.BootStage;
import io.hallmark.measuredboot.chain.LinuxKernel;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several accepted sets, and texts with variables of the node in them, on recorded boots. */
class PolicyCombinationsTest {
    private static final Map<String, RecordedBoot> BOOTS =
            RecordedBoots.all().stream().collect(Collectors.toMap(RecordedBoot::name, Function.identity()));

    @TempDir
    Path folder;

    @Test
    void each_accepted_set_is_approved_but_not_the_kernel_of_one_with_the_initrd_of_the_other() {
        // disk-grub-kernel boots another kernel and disk-grub-initrd another initrd than disk-grub; all else is the
        // same.
        AcceptedSet otherKernel = RecordedBaseline.set(boot("disk-grub-kernel"));
        AcceptedSet otherInitrd = RecordedBaseline.set(boot("disk-grub-initrd"));
        ReferenceState both = ReferenceState.of(RecordedBaseline.of(otherKernel, otherInitrd));

        assertThat(judge(both, "disk-grub-kernel", "disk-grub-initrd")).containsOnly(APPROVED);
        // Kernel and initrd of disk-grub are each in one of the sets, never together.
        assertThat(judge(both, "disk-grub").get(0))
                .contains("no accepted set matches the boot; nearest is set 2 of 2")
                .contains("from artifact initrd0")
                .doesNotContain("from artifact kernel");
    }

    @Test
    void a_retired_set_is_not_approved_any_more() {
        AcceptedSet before = RecordedBaseline.set(boot("disk-grub"));
        AcceptedSet after = RecordedBaseline.set(boot("disk-grub-kernel"));

        assertThat(judge(ReferenceState.of(RecordedBaseline.of(after, before)), "disk-grub"))
                .containsOnly(APPROVED);
        assertThat(judge(ReferenceState.of(RecordedBaseline.of(after)), "disk-grub")
                        .get(0))
                .contains("from artifact kernel");
    }

    @Test
    void load_options_that_the_log_has_as_text_are_held_to_their_template() {
        RecordedBoot boot = boot("sdboot-type1");

        assertThat(judge(entry(boot, "bootlab=base", "bootlab=${hostname}"), boot.name()))
                .containsOnly(APPROVED);
        assertThat(judge(entry(boot, "bootlab=base", "bootlab=${uuid}"), boot.name())
                        .get(0))
                .contains("PCR 12", "expected a text like", "bootlab=${uuid}");
    }

    /** The same boot with a loader entry that has a variable in its options. */
    private static ReferenceState entry(RecordedBoot boot, String text, String variable) {
        List<Artifact> artifacts = boot.artifacts().stream()
                .map(artifact -> artifact.name().equals("entry") ? replaced(artifact, text, variable) : artifact)
                .toList();
        return ReferenceState.of(RecordedBaseline.of(RecordedBaseline.set(boot, boot.chain(), artifacts)));
    }

    private static Artifact replaced(Artifact artifact, String text, String other) {
        byte[] bytes = artifact.facts()
                .content()
                .orElseThrow()
                .text()
                .replace(text, other)
                .getBytes(StandardCharsets.UTF_8);
        return new Artifact(
                artifact.name(),
                artifact.origin(),
                new FileFacts(
                        bytes.length,
                        Digests.hash(Bank.allComputable(), bytes),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Content(bytes)),
                        Map.of(),
                        List.of()));
    }

    @Test
    void load_options_that_the_log_only_names_may_be_any_and_what_else_is_in_their_pcr_is_judged() {
        RecordedBoot boot = boot("t13-pxe-ipxe");
        BootChain chain = options(boot.chain(), "vmlinuz initrd=initrd.img ip=${ip}");
        AcceptedSet same = RecordedBaseline.set(boot, chain, boot.artifacts());
        List<Artifact> otherInitrd = boot.artifacts().stream()
                .map(artifact -> artifact.name().equals("initrd0") ? OtherArtifact.of(artifact) : artifact)
                .toList();
        ReferenceState state = ReferenceState.of(RecordedBaseline.of(same));

        assertThat(judge(state, boot.name())).containsOnly(APPROVED);
        assertThat(state.gaps()).anyMatch(gap -> gap.startsWith("set 1: PCR 9: any digest is accepted"));
        assertThat(judge(
                                ReferenceState.of(RecordedBaseline.of(RecordedBaseline.set(boot, chain, otherInitrd))),
                                boot.name())
                        .get(0))
                .contains("PCR 9", "from artifact initrd0");
    }

    private static BootChain options(BootChain chain, String options) {
        List<BootStage> stages = chain.stages().stream()
                .map(stage -> stage instanceof LinuxKernel linux
                        ? new LinuxKernel(linux.kernel(), linux.initrd(), Optional.of(options))
                        : stage)
                .toList();
        return new BootChain(chain.name(), chain.gpt(), stages);
    }

    private static RecordedBoot boot(String name) {
        return Optional.ofNullable(BOOTS.get(name)).orElseThrow();
    }

    private List<String> judge(ReferenceState state, String... logs) {
        KeylimePolicy policy = new KeylimePolicy(folder);
        for (String log : logs) {
            policy.ask(boot(log).log(), "sha256", state);
        }
        return policy.answers();
    }
}
