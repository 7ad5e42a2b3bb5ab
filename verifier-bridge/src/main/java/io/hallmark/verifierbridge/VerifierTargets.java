package io.hallmark.verifierbridge;

import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.directory.DirectoryKind;
import io.hallmark.verifierbridge.directory.GitKind;
import io.hallmark.verifierbridge.keylime.KeylimeKind;
import io.hallmark.verifierbridge.veraison.VeraisonKind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of targets that this module knows. A new verifier is registered here. */
public final class VerifierTargets {
    private VerifierTargets() {}

    /**
     * @param cacheDirectory for what kinds keep between runs, such as clones
     * @param host that publishes; folders are targets on the user's own only
     */
    public static List<TargetKind> all(Path cacheDirectory, Host host) {
        Stream<TargetKind> everywhere =
                Stream.of(new KeylimeKind(), new VeraisonKind(), new GitKind(cacheDirectory, host));
        return Stream.concat(everywhere, host == Host.OF_USER ? Stream.of(new DirectoryKind()) : Stream.empty())
                .toList();
    }
}
