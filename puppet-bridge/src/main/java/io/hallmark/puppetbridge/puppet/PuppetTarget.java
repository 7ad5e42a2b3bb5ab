package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.delivery.GitTarget;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.puppetbridge.puppet.PuppetSettings.Deploy;
import io.hallmark.puppetbridge.render.Origin;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control repository: its files are read back from the branch that is deployed. Once all are there the branch is deployed,
 * servers are told to read it anew, and asked what they serve. Deploying twice does no harm, so it isn't left out when nothing
 * was committed: what a run before began and did not finish is finished.
 */
final class PuppetTarget implements Target {
    private final PuppetSettings settings;
    private final SecretStore secrets;
    private final GitTarget control;
    private final ControlFiles files;
    private final Machine machine;
    private final Pause pause;

    /**
     * @param control that delivers the files
     * @param machine that r10k runs on
     * @param pause before servers are asked again
     */
    PuppetTarget(
            PuppetSettings settings,
            SecretStore secrets,
            GitTarget control,
            ControlFiles files,
            Machine machine,
            Pause pause) {
        this.settings = settings;
        this.secrets = secrets;
        this.control = control;
        this.files = files;
        this.machine = machine;
        this.pause = pause;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        return control.plan(state);
    }

    @Override
    public String apply(PlanItem item) {
        return control.apply(item);
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        return control.readBack(item);
    }

    @Override
    public List<String> settle(ApprovedState state, List<PlanItem> plan) {
        String baseline = new Origin(state.commit()).baseline();
        List<String> words = new ArrayList<>(files.missing());
        deployment().map(Deployment::run).ifPresent(words::add);
        if (!settings.servers().isEmpty()) {
            words.addAll(new Caches(settings, secrets, pause).bringTo(baseline));
        }
        settings.puppetDb().ifPresent(url -> words.addAll(nodes(url, baseline)));
        return words;
    }

    /** Nodes apply it in runs of their own, later than this: what they have done is told, and is no failure. */
    private List<String> nodes(URI url, String baseline) {
        try {
            return RoleTable.of(PuppetDb.of(url, secrets, settings.credential().orElseThrow(), settings.timeout())
                            .runs())
                    .words(baseline);
        } catch (BaselinesException e) {
            return List.of("warning: what nodes applied is not known: " + e.getMessage());
        }
    }

    private Optional<Deployment> deployment() {
        Deploy deploy = settings.deploy();
        if (deploy instanceof Deploy.R10k r10k) {
            return Optional.of(new R10k(machine, settings.environment(), r10k.config(), settings.deployWithin()));
        }
        return deploy instanceof Deploy.Webhook hook
                ? Optional.of(new Webhook(
                        hook, settings.delivery().place(), settings.environment(), secrets, settings.deployWithin()))
                : Optional.empty();
    }

    @Override
    public void close() {
        control.close();
    }
}
