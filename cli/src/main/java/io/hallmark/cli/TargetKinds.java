package io.hallmark.cli;

import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.HardeningTargets;
import io.hallmark.puppetbridge.process.LocalMachine;
import io.hallmark.verifierbridge.VerifierTargets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of targets that this command can publish to; each module lists its own. */
final class TargetKinds {
    private TargetKinds() {}

    static List<TargetKind> all(Path cacheDirectory) {
        return Stream.concat(
                        VerifierTargets.all(cacheDirectory, Host.OF_USER).stream(),
                        HardeningTargets.all(cacheDirectory, Host.OF_USER, new LocalMachine()).stream())
                .toList();
    }
}
