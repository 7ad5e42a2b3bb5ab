package io.hallmark.cli;

import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.VerifierTargets;
import java.nio.file.Path;
import java.util.List;

/** The kinds of targets that this command can publish to; each module lists its own. */
final class TargetKinds {
    private TargetKinds() {}

    static List<TargetKind> all(Path cacheDirectory) {
        return VerifierTargets.all(cacheDirectory);
    }
}
