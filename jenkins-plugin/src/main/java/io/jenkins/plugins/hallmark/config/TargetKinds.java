package io.jenkins.plugins.hallmark.config;

import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.HardeningTargets;
import io.hallmark.puppetbridge.process.Machine;
import io.hallmark.verifierbridge.VerifierTargets;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of targets that Jenkins publishes to. */
public final class TargetKinds {
    private TargetKinds() {}

    /**
     * All of them. The controller is shared: who may write to the baselines repository must not choose a path on it.
     *
     * @param machine that programs run on
     */
    public static List<TargetKind> all(JenkinsFacade jenkins, Machine machine) {
        Path repositories = jenkins.folder().resolve("repositories");
        return Stream.concat(
                        VerifierTargets.all(repositories, Host.SHARED).stream(),
                        HardeningTargets.all(repositories, Host.SHARED, machine).stream())
                .toList();
    }
}
