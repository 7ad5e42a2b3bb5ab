package io.hallmark.puppetbridge.ansible;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.ansible.runner.AnsibleRunner;
import io.hallmark.puppetbridge.ansible.runner.RunOutcome;
import io.hallmark.puppetbridge.ansible.runner.RunnerEvent;
import io.hallmark.puppetbridge.ansible.runner.RunnerJob;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs of one role's playbook on all its hosts.
 *
 * @param hosts that are meant; the inventory has them, and says that it is them alone where it has more
 * @param listener hears each event as it comes, from another thread
 * @param rendered playbook and variables of the profile
 */
record RoleRuns(
        AnsibleSettings settings,
        HardeningProfile profile,
        RenderedFiles rendered,
        RunnerJob.Inventory inventory,
        SortedSet<String> hosts,
        RunnerJob.Access access,
        Machine machine,
        Consumer<RunnerEvent> listener) {

    /** Says what would change. */
    RunOutcome check() {
        return run(true);
    }

    /** Brings the hosts to the profile. */
    RunOutcome apply() {
        return run(false);
    }

    private RunOutcome run(boolean check) {
        SortedMap<String, Content> project = new TreeMap<>(rendered.files());
        project.putAll(NodeHardeningRole.files().files());
        RunnerJob job = new RunnerJob(
                "hallmark-" + profile.role() + (check ? "-check" : "-apply"),
                new RenderedFiles(project),
                AnsibleRendering.playbook(profile.role()),
                check,
                inventory,
                hosts,
                access,
                settings.limits());
        return new AnsibleRunner(machine).run(job, listener);
    }
}
