package io.hallmark.puppetbridge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Fields;
import io.hallmark.puppetbridge.ansible.AnsibleRendering;
import io.hallmark.puppetbridge.chef.ChefRendering;
import io.hallmark.puppetbridge.detection.DetectionRendering;
import io.hallmark.puppetbridge.puppet.PuppetRendering;
import io.hallmark.puppetbridge.render.Rendering;
import java.util.List;

/** The tools that profiles are rendered for. A new one is registered here. */
public final class Renderings {
    private static final List<Rendering> ALL =
            List.of(new PuppetRendering(), new ChefRendering(), new AnsibleRendering(), new DetectionRendering());

    private Renderings() {}

    /** The names of all, in order. */
    public static List<String> targets() {
        return ALL.stream().map(Rendering::target).toList();
    }

    /**
     * The rendering for a tool.
     *
     * @throws BaselinesException naming the ones there are
     */
    public static Rendering of(String target) {
        return ALL.stream()
                .filter(rendering -> rendering.target().equals(target))
                .findFirst()
                .orElseThrow(() -> new BaselinesException(Fields.unknown("target", target, "--target", targets())));
    }
}
