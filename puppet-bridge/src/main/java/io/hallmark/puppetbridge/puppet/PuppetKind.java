package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.delivery.GitTarget;
import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.process.Machine;
import java.nio.file.Path;

/** Targets of kind {@code puppet}: the control repository, and the servers that serve an environment of it. */
public final class PuppetKind implements TargetKind {
    private final Path cacheDirectory;
    private final Host host;
    private final Machine machine;
    private final Pause pause;

    /**
     * @param cacheDirectory for clones
     * @param host that delivers
     * @param machine that r10k runs on
     */
    public PuppetKind(Path cacheDirectory, Host host, Machine machine) {
        this(cacheDirectory, host, machine, Pause.REAL);
    }

    /** @param pause before servers are asked again what they serve */
    PuppetKind(Path cacheDirectory, Host host, Machine machine, Pause pause) {
        this.cacheDirectory = cacheDirectory;
        this.host = host;
        this.machine = machine;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "puppet";
    }

    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        PuppetSettings puppet = PuppetSettings.of(settings, host);
        ControlFiles files = new ControlFiles(puppet);
        GitTarget control = new GitTarget(puppet.name(), puppet.delivery(), secrets, cacheDirectory, files::wanted);
        return new PuppetTarget(puppet, secrets, control, files, machine, pause);
    }
}
