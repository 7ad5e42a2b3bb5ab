package io.hallmark.puppetbridge.profile;

import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Files of measures that were taken out of a profile. Only where Hallmark names files of its own they can be told from what
 * others keep in the same folder.
 */
final class Leftovers {
    private Leftovers() {}

    /** @param states of the measures that are in the profile: their files stay */
    static List<NodeState> of(NodeType node, Collection<NodeState> states) {
        List<NodeState> own = new ArrayList<>();
        own.add(own("/etc/sysctl.d", "90-hallmark-", ".conf", List.of(), states));
        own.add(own("/etc/modprobe.d", "hallmark-", ".conf", List.of(), states));
        // Others have jobs that run hallmark, and call them hallmark-something.
        own.add(own("/etc/cron.d", "hallmark-tripwire", "", List.of(), states));
        own.add(own(Aide.FOLDER, "hallmark.db", ".sha256", List.of(), states));
        if (KernelParameter.writtenOn(node)) {
            // Both are measured: a node that keeps one boots what no baseline predicts.
            own.add(own("/etc/default/grub.d", "90-hallmark-", ".cfg", KernelParameter.UPDATE_GRUB, states));
            own.add(own("/etc/grub.d", "42_hallmark_", "", KernelParameter.UPDATE_GRUB, states));
        }
        return own;
    }

    private static NodeState own(
            String folder, String beginning, String ending, List<String> onChange, Collection<NodeState> states) {
        List<String> names = new ArrayList<>();
        String start = folder + "/" + beginning;
        for (NodeState state : states) {
            String path = state instanceof NodeState.ManagedFile file
                    ? file.path()
                    : state instanceof NodeState.SecretFile secret ? secret.path() : "";
            if (path.startsWith(start) && path.endsWith(ending)) {
                names.add(path.substring(folder.length() + 1));
            }
        }
        return new NodeState.OwnFiles(folder, beginning, ending, names, onChange);
    }
}
