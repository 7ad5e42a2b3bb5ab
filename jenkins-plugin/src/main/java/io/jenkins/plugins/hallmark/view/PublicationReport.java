package io.jenkins.plugins.hallmark.view;

import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;

/** What became of a publication. */
public final class PublicationReport extends BuildReport {
    private final String commit;
    private final boolean planOnly;
    private final ArrayList<String> holding;
    private final ArrayList<String> failing;

    /**
     * What became of a publication.
     *
     * @param baselines name of the baselines repository
     * @param commit that was published
     * @param planOnly whether targets were only asked what would change
     * @param holding names of the targets that hold it, or would
     * @param failing names of those that don't
     */
    public PublicationReport(
            String baselines, String commit, boolean planOnly, List<String> holding, List<String> failing) {
        super(baselines);
        this.commit = commit;
        this.planOnly = planOnly;
        this.holding = new ArrayList<>(holding);
        this.failing = new ArrayList<>(failing);
    }

    /** The commit of the baselines repository that was published. */
    @Exported
    public String getCommit() {
        checkRead();
        return commit;
    }

    /** Whether targets were only asked what would change. */
    @Exported
    public boolean isPlanOnly() {
        checkRead();
        return planOnly;
    }

    /** The targets that hold it, or would. */
    @Exported
    public List<String> getHolding() {
        checkRead();
        return List.copyOf(holding);
    }

    /** The targets that don't. */
    @Exported
    public List<String> getFailing() {
        checkRead();
        return List.copyOf(failing);
    }

    @Override
    public String headline() {
        String shortCommit = ShortCommit.of(commit);
        if (!failing.isEmpty()) {
            return Messages.Publication_failing(shortCommit, String.join(", ", failing));
        }
        return planOnly
                ? Messages.Publication_planned(shortCommit)
                : Messages.Publication_published(shortCommit, String.join(", ", holding));
    }

    @Override
    boolean good() {
        return failing.isEmpty();
    }

    @Override
    String word() {
        return "publication";
    }

    @Override
    public String getDisplayName() {
        return Messages.Publication_displayName();
    }
}
