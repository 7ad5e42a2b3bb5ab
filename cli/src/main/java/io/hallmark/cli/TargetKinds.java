package io.hallmark.cli;

import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.HardeningTargets;
import io.hallmark.verifierbridge.VerifierTargets;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of targets that this command can publish to; each module lists its own. */
final class TargetKinds {
    private TargetKinds() {}

    static List<TargetKind> all() {
        return Stream.concat(VerifierTargets.all().stream(), HardeningTargets.all().stream())
                .toList();
    }
}
