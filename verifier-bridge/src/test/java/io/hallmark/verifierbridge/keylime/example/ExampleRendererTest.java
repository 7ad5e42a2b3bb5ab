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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reference states that are rendered from predictions, judged by Keylime's own code on the boots that were predicted. */
class ExampleRendererTest {
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
                assertThat(state.words()).as(boot.name()).last().asString().contains("hallmark");
            }
        }

        List<String> answers = RealKeylimePython.run(
                "/io/hallmark/verifierbridge/keylime/example/judge_example.py", input.toString(), folder);

        assertThat(answers).hasSameSizeAs(rendered).containsOnly("accepted");
        // The logs of the boots themselves were held against it as reference logs. Shim and GRUB 2.06, from disk and
        // network. Others are refused by the policy, or some digest is not certain.
        assertThat(new TreeSet<>(rendered))
                .contains("disk-grub", "disk-grub-kernel", "disk-grub-sb", "pxe-shim-grub")
                .allMatch(name -> name.startsWith("disk-") || name.matches("pxe-(shim-)?grub.*"));
    }
}
