package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.baselines.publish.WatchedSecrets;
import io.hallmark.puppetbridge.Scope;
import io.hallmark.puppetbridge.process.Machine;
import java.util.function.Consumer;

/** Targets of kind {@code ansible}: nodes that a playbook brings to the hardening profiles of their roles. */
public final class AnsibleKind implements TargetKind {
    private final Machine machine;
    private final Scope scope;
    private final Consumer<String> progress;

    /** @param machine that ansible-runner runs on */
    public AnsibleKind(Machine machine) {
        this(machine, Scope.ALL, line -> {});
    }

    /**
     * @param scope that runs are confined to
     * @param progress hears what runs tell, line by line, from other threads
     */
    public AnsibleKind(Machine machine, Scope scope, Consumer<String> progress) {
        this.machine = machine;
        this.scope = scope;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "ansible";
    }

    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        WatchedSecrets watched = new WatchedSecrets(secrets);
        return new AnsibleTarget(
                AnsibleSettings.of(settings),
                watched,
                machine,
                scope,
                line -> progress.accept(settings.name() + ": " + watched.line(line)));
    }
}
