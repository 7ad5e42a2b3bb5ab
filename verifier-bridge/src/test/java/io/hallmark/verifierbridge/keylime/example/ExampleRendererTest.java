package io.hallmark.verifierbridge.keylime.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.EventLogReader;
import io.hallmark.measuredboot.recordings.RecordedBoots;
import io.hallmark.measuredboot.recordings.RecordedBoots.RecordedBoot;
import io.hallmark.verifierbridge.keylime.RealKeylimePython;
import io.hallmark.verifierbridge.keylime.RecordedStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reference states that are rendered from predictions, judged by Keylime's own code on the boots that were predicted. */
class ExampleRendererTest {
    /** Shim and GRUB 2.06, from disk and network. */
    private static final String[] RENDERED = {
        "disk-debian",
        "disk-debian-fallback",
        "disk-grub",
        "disk-grub-again",
        "disk-grub-cfg",
        "disk-grub-disksize",
        "disk-grub-initrd",
        "disk-grub-kernel",
        "disk-grub-linuxefi",
        "disk-grub-mem2g",
        "disk-grub-mok",
        "disk-grub-nic",
        "disk-grub-pc",
        "disk-grub-reboot",
        "disk-grub-sata",
        "disk-grub-sb",
        "disk-grub-sb-again",
        "disk-grub-sb-cmdline",
        "disk-grub-smp2",
        "pxe-grub-sb",
        "pxe-shim-grub"
    };

    /** Other loaders, GRUB 2.12, GRUB without shim, boots without one kernel and one initrd, and uncertain digests. */
    private static final String[] REFUSED = {
        "bios-grub",
        "disk-grub-chain-uki",
        "disk-grub-script",
        "disk-grub-two-initrds",
        "efistub-entry",
        "efistub-shell",
        "efistub-shell-kernel",
        "pxe-grub",
        "pxe-grub-again",
        "pxe-grub-cmdline",
        "pxe-ipxe",
        "pxe-ipxe-again",
        "pxe-ipxe-cmdline",
        "pxe-ipxe-full",
        "pxe-ipxe-kernel",
        "pxe-ipxe-mac",
        "pxe-ipxe-rom",
        "pxe-uki",
        "qemu-kernel",
        "qemu-kernel-initrd",
        "sdboot-type1",
        "sdboot-type1-snakeoil-sb",
        "t13-disk-debian",
        "t13-disk-grub",
        "t13-disk-grub-cmdline",
        "t13-disk-grub-mem2g",
        "t13-pxe-ipxe",
        "t13-pxe-ipxe-cmdline",
        "t13-pxe-ipxe-two-initrds",
        "t13-sdboot-type1-cmdline",
        "t13-uki",
        "t13-uki-extra",
        "t13-uki-sdboot",
        "t13-uki-snakeoil-sb",
        "uki",
        "uki-again",
        "uki-cmdline",
        "uki-entry",
        "uki-extra",
        "uki-initrd",
        "uki-order",
        "uki-pc",
        "uki-rt",
        "uki-sdboot",
        "uki-smp2",
        "uki-snakeoil-sb"
    };

    @TempDir
    Path folder;

    @Test
    void a_reference_log_whose_firmware_would_be_refused_keeps_the_state_from_being_pushed() {
        BaselineDocument baseline = RecordedStates.baseline("image", "disk-grub");
        EventLog own = EventLogReader.read(RecordedStates.boot("disk-grub").log());
        // The same machine with Secure Boot.
        EventLog secure =
                EventLogReader.read(RecordedStates.boot("disk-grub-sb").log());

        assertThat(ExampleRenderer.render(baseline, List.of(own)).state()).isPresent();
        ExampleRenderer.Rendered refused = ExampleRenderer.render(baseline, List.of(own, secure));
        assertThat(refused.state()).isEmpty();
        assertThat(refused.words().get(0))
                .startsWith("reference log 2 of lab: the policy 'example' of Keylime would refuse event ")
                .contains("EV_EFI_VARIABLE_DRIVER_CONFIG");
        assertThat(refused.words()).last().asString().contains("set 'policy: hallmark'");
    }

    @Test
    void a_reference_log_of_another_chain_on_the_same_firmware_is_no_objection() {
        EventLog otherKernel =
                EventLogReader.read(RecordedStates.boot("disk-grub-kernel").log());

        assertThat(ExampleRenderer.render(RecordedStates.baseline("image", "disk-grub"), List.of(otherKernel))
                        .state())
                .isPresent();
    }

    @Test
    void keylime_accepts_each_boot_that_a_reference_state_is_rendered_for() throws IOException {
        List<String> rendered = new ArrayList<>();
        Set<String> refused = new TreeSet<>();
        StringBuilder input = new StringBuilder();
        for (RecordedBoot boot : RecordedBoots.all()) {
            ExampleRenderer.Rendered state = ExampleRenderer.render(
                    RecordedStates.baseline("image", boot.name()), List.of(EventLogReader.read(boot.log())));
            if (state.state().isPresent()) {
                Path file = Files.write(
                        folder.resolve(boot.name() + ".json"),
                        state.state().get().toJson());
                input.append("{\"log\": \"" + boot.log().toAbsolutePath() + "\", \"state\": \"" + file + "\"}\n");
                rendered.add(boot.name());
            } else {
                refused.add(boot.name());
                assertThat(state.words()).as(boot.name()).last().asString().contains("hallmark");
            }
        }

        List<String> answers = RealKeylimePython.run(
                "/io/hallmark/verifierbridge/keylime/example/judge_example.py", input.toString(), folder);

        assertThat(answers).hasSameSizeAs(rendered).containsOnly("accepted");
        // The logs of the boots themselves were held against it as reference logs.
        assertThat(new TreeSet<>(rendered)).containsExactly(RENDERED);
        assertThat(refused).containsExactly(REFUSED);
    }
}
