package io.hallmark.verifierbridge;

import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.directory.DirectoryKind;
import io.hallmark.verifierbridge.keylime.KeylimeKind;
import io.hallmark.verifierbridge.veraison.VeraisonKind;
import java.util.List;

/** The kinds of targets that this module knows. A new verifier is registered here. */
public final class VerifierTargets {
    private static final List<TargetKind> ALL = List.of(new KeylimeKind(), new VeraisonKind(), new DirectoryKind());

    private VerifierTargets() {}

    public static List<TargetKind> all() {
        return ALL;
    }
}
