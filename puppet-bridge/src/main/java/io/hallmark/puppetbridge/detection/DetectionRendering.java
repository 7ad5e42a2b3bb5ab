package io.hallmark.puppetbridge.detection;

import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.profile.Aide;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import io.hallmark.puppetbridge.profile.Measure;
import io.hallmark.puppetbridge.profile.NetworkAlerts;
import io.hallmark.puppetbridge.profile.Samhain;
import io.hallmark.puppetbridge.profile.Tripwire;
import io.hallmark.puppetbridge.profile.Wazuh;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import io.hallmark.puppetbridge.render.Rendering;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of AIDE, Samhain, Tripwire, Wazuh, Suricata and Snort, by role and by where they lie on a node: for sensors and
 * managers that others configure. The same files come with every other rendering of the profile; here rules of sensors name
 * the approved baseline besides.
 */
public final class DetectionRendering implements Rendering {
    private static final List<Class<? extends Measure>> MEASURES =
            List.of(Aide.class, Samhain.class, Tripwire.class, Wazuh.class, NetworkAlerts.class);

    @Override
    public String target() {
        return "detection";
    }

    /** {@inheritDoc} Measures of other kinds are no business of intrusion detection. */
    @Override
    public RenderedFiles render(HardeningProfile profile, Origin origin) {
        Map<String, String> files = new TreeMap<>();
        for (Measure measure : profile.measures()) {
            if (MEASURES.contains(measure.getClass())) {
                for (NodeState state : measure.states(profile.node())) {
                    if (state instanceof NodeState.ManagedFile file) {
                        files.put(
                                profile.role() + file.path(),
                                measure instanceof NetworkAlerts alerts
                                        ? alerts.rules(origin.baseline())
                                        : file.content());
                    }
                }
            }
        }
        return RenderedFiles.ofTexts(files);
    }
}
