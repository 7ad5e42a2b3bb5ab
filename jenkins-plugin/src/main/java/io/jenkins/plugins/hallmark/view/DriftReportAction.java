package io.jenkins.plugins.hallmark.view;

import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;

/** What nodes have measured, against their baselines. */
public final class DriftReportAction extends BuildReport {
    private final int nodes;
    private final ArrayList<String> drifting;
    private final ArrayList<String> unreadable;

    /**
     * What nodes have measured.
     *
     * @param baselines name of the baselines repository
     * @param nodes how many logs were compared
     * @param drifting names of the nodes that a verifier would not accept
     * @param unreadable logs that can't be read, with the reason
     */
    public DriftReportAction(String baselines, int nodes, List<String> drifting, List<String> unreadable) {
        super(baselines);
        this.nodes = nodes;
        this.drifting = new ArrayList<>(drifting);
        this.unreadable = new ArrayList<>(unreadable);
    }

    /** How many logs were compared. */
    @Exported
    public int getNodes() {
        checkRead();
        return nodes;
    }

    /** The nodes that a verifier would not accept. */
    @Exported
    public List<String> getDrifting() {
        checkRead();
        return List.copyOf(drifting);
    }

    /** Logs that can't be read, with the reason. */
    @Exported
    public List<String> getUnreadable() {
        checkRead();
        return List.copyOf(unreadable);
    }

    @Override
    public String headline() {
        if (!drifting.isEmpty()) {
            return Messages.Drift_found(drifting.size(), nodes);
        }
        return unreadable.isEmpty() ? Messages.Drift_none(nodes) : Messages.Drift_unreadable(unreadable.size(), nodes);
    }

    @Override
    boolean good() {
        return drifting.isEmpty() && unreadable.isEmpty();
    }

    @Override
    String word() {
        return "drift";
    }

    @Override
    public String getDisplayName() {
        return Messages.Drift_displayName();
    }
}
