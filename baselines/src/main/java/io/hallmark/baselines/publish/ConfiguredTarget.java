package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.document.TargetSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A target as the settings name it.
 *
 * @param required whether a publication is complete only when this target holds it
 * @param attempts how often to try it while it is down
 * @param open makes the target; it fails when a credential is missing or a setting is wrong
 */
public record ConfiguredTarget(String name, String kind, boolean required, int attempts, Supplier<Target> open) {

    /**
     * The targets of the settings, in their order.
     *
     * @param only names of those that are wanted; all when empty
     * @throws BaselinesException when a kind or a wanted name is not known
     */
    public static List<ConfiguredTarget> of(
            Settings settings, Collection<TargetKind> kinds, SecretStore secrets, Set<String> only) {
        Set<String> unknown = new TreeSet<>(only);
        settings.targets().forEach(target -> unknown.remove(target.name()));
        if (!unknown.isEmpty()) {
            throw new BaselinesException("no target is named " + String.join(", ", unknown) + ": the settings have "
                    + settings.targets().stream().map(TargetSettings::name).toList());
        }
        List<ConfiguredTarget> targets = new ArrayList<>();
        for (TargetSettings target : settings.targets()) {
            TargetKind kind = kinds.stream()
                    .filter(known -> known.name().equals(target.kind()))
                    .findFirst()
                    .orElseThrow(() -> new BaselinesException(target.where() + ": target '" + target.name()
                            + "' is of the unknown kind '" + target.kind() + "' (known: "
                            + kinds.stream().map(TargetKind::name).sorted().toList() + ")"));
            if (only.isEmpty() || only.contains(target.name())) {
                targets.add(new ConfiguredTarget(
                        target.name(),
                        target.kind(),
                        target.required(),
                        target.attempts(),
                        () -> kind.open(target, secrets)));
            }
        }
        return targets;
    }
}
