package io.hallmark.puppetbridge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.delivery.DeliverySettings;
import io.hallmark.baselines.delivery.GitTarget;
import io.hallmark.baselines.delivery.Host;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.FilePlan.Wanted;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.puppetbridge.render.Rendering;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Targets of kind {@code hardening-git}: profiles as a tool takes them, and what applies them, on a branch of the repository
 * that its users keep. Puppet has a kind of its own, since what is committed for it is deployed as well.
 */
public final class HardeningGitKind implements TargetKind {
    private static final String PUPPET = "puppet";

    private final Path cacheDirectory;
    private final Host host;

    /**
     * @param cacheDirectory for clones
     * @param host that delivers
     */
    public HardeningGitKind(Path cacheDirectory, Host host) {
        this.cacheDirectory = cacheDirectory;
        this.host = host;
    }

    @Override
    public String name() {
        return "hardening-git";
    }

    /** Reads what {@link DeliverySettings} reads, {@code tool}, {@code roles} and {@code module}. */
    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        List<String> tools = Renderings.targets().stream()
                .filter(tool -> !tool.equals(PUPPET))
                .toList();
        String tool = settings.choice("tool", tools, "");
        if (tool.isEmpty()) {
            throw settings.refuse("tool", "'tool' is missing: one of " + String.join(", ", tools));
        }
        DeliverySettings delivery = DeliverySettings.of(settings, host);
        List<String> roles = settings.texts("roles");
        boolean module = settings.flag("module", true);
        settings.done();
        Rendering rendering = Renderings.of(tool);
        return new GitTarget(
                settings.name(), delivery, secrets, cacheDirectory, state -> wanted(state, rendering, roles, module));
    }

    private static List<Wanted> wanted(ApprovedState state, Rendering rendering, List<String> roles, boolean module) {
        Hardening hardening = Hardening.of(state.files());
        Origin origin = new Origin(state.commit());
        List<Wanted> wanted = new ArrayList<>();
        for (String role : roles.isEmpty() ? hardening.roles() : roles) {
            try {
                add(wanted, "role " + role, hardening.render(rendering, origin, List.of(role)));
            } catch (BaselinesException e) {
                wanted.add(new Wanted(HardeningProfile.path(role), Optional.empty(), List.of(e.getMessage())));
            }
        }
        add(wanted, "the same for all roles", rendering.shared(state.files()));
        if (module) {
            add(wanted, "comes with Hallmark", rendering.module());
        }
        return wanted;
    }

    private static void add(List<Wanted> wanted, String words, RenderedFiles files) {
        files.files()
                .forEach((path, content) -> wanted.add(new Wanted(path, Optional.of(content.bytes()), List.of(words))));
    }
}
