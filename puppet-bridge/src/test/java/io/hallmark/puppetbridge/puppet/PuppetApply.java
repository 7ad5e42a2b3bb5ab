package io.hallmark.puppetbridge.puppet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.puppetbridge.Programs.Answer;
import io.hallmark.puppetbridge.ScratchRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs of {@code puppet apply} in a scratch root. */
final class PuppetApply {
    private PuppetApply() {}

    /**
     * What a run reports of itself.
     *
     * @param control the folder of environments, which is seen in the root under the same path
     * @param exits those that are expected
     */
    static NodeRun run(ScratchRoot root, Path control, String role, boolean noop, int... exits) throws IOException {
        Answer answer = root.run(
                Map.of("FACTER_node_role", role),
                "puppet",
                "apply",
                noop ? "--noop" : "--no-noop",
                "--detailed-exitcodes",
                "--color=false",
                "--confdir=/var/tmp/puppet",
                "--vardir=/var/tmp/puppet/var",
                "--environmentpath=" + control,
                "--environment=production",
                "-e",
                "include node_hardening");
        assertThat(exits).as(answer.output()).contains(answer.exit());
        return RunReport.read(
                "last_run_report.yaml",
                Files.readAllBytes(root.tree().resolve("var/tmp/puppet/var/state/last_run_report.yaml")));
    }
}
