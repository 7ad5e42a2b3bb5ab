package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.process.Machine;

/** Targets of kind {@code ansible}: nodes that a playbook brings to the hardening profiles of their roles. */
public final class AnsibleKind implements TargetKind {
    private final Machine machine;

    /** @param machine that ansible-runner runs on */
    public AnsibleKind(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String name() {
        return "ansible";
    }

    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        return new AnsibleTarget(AnsibleSettings.of(settings), secrets, machine);
    }
}
