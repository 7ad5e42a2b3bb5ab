package io.hallmark.verifierbridge.directory;

import io.hallmark.baselines.delivery.DeliverySettings;
import io.hallmark.baselines.delivery.GitTarget;
import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.format.Format;
import java.nio.file.Path;
import java.util.List;

/** Targets of kind {@code git}: what a {@code directory} holds, on a branch of another repository. */
public final class GitKind implements TargetKind {
    private final Path cacheDirectory;
    private final Host host;

    /**
     * @param cacheDirectory for clones
     * @param host that delivers
     */
    public GitKind(Path cacheDirectory, Host host) {
        this.cacheDirectory = cacheDirectory;
        this.host = host;
    }

    @Override
    public String name() {
        return "git";
    }

    /** Reads what {@link DeliverySettings} reads, {@code formats}, and what those formats read. */
    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        DeliverySettings delivery = DeliverySettings.of(settings, host);
        List<Format> formats = Formats.of(settings, secrets);
        settings.done();
        return new GitTarget(
                settings.name(), delivery, secrets, cacheDirectory, state -> Formats.render(formats, state));
    }
}
