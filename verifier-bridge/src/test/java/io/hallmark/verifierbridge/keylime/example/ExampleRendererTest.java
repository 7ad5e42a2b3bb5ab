package io.hallmark.verifierbridge.keylime.example;

import static org.assertj.core.api.Assertions.assertThat;

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
    void keylime_accepts_each_boot_that_a_reference_state_is_rendered_for() throws IOException {
        List<String> rendered = new ArrayList<>();
        StringBuilder input = new StringBuilder();
        for (RecordedBoot boot : RecordedBoots.all()) {
            ExampleRenderer.Rendered state = ExampleRenderer.render(RecordedStates.baseline("image", boot.name()));
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
        // Shim and GRUB 2.06, from disk and network. Others are refused by the policy, or some digest is not certain.
        assertThat(new TreeSet<>(rendered))
                .contains("disk-grub", "disk-grub-kernel", "disk-grub-sb", "pxe-shim-grub")
                .allMatch(name -> name.startsWith("disk-") || name.matches("pxe-(shim-)?grub.*"));
    }
}
