package io.hallmark.verifierbridge;

import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.directory.DirectoryKind;
import io.hallmark.verifierbridge.directory.GitKind;
import io.hallmark.verifierbridge.keylime.KeylimeKind;
import io.hallmark.verifierbridge.veraison.VeraisonKind;
import java.nio.file.Path;
import java.util.List;

/** The kinds of targets that this module knows. A new verifier is registered here. */
public final class VerifierTargets {
    private VerifierTargets() {}

    /** @param cacheDirectory for what kinds keep between runs, such as clones */
    public static List<TargetKind> all(Path cacheDirectory) {
        return List.of(new KeylimeKind(), new VeraisonKind(), new DirectoryKind(), new GitKind(cacheDirectory));
    }
}
