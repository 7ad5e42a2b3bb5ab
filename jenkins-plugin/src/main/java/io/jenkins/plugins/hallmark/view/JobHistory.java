package io.jenkins.plugins.hallmark.view;

import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The job's page: what each build did, the newest first, and so which PCR changed when, and by what. */
@ExportedBean
public final class JobHistory implements Action {
    /** Each build has to be loaded for it. */
    private static final int MOST_BUILDS = 100;

    private final Job<?, ?> job;

    /** @param job whose builds are shown */
    JobHistory(Job<?, ?> job) {
        this.job = job;
    }

    /** The job. */
    public Job<?, ?> getJob() {
        return job;
    }

    /** What the newest builds did, the newest first. */
    @Exported
    public List<HistoryEntry> getEntries() {
        job.checkPermission(Item.READ);
        List<HistoryEntry> entries = new ArrayList<>();
        Run<?, ?> build = job.getLastBuild();
        for (int i = 0; i < MOST_BUILDS && build != null; i++) {
            for (BuildReport report : build.getActions(BuildReport.class)) {
                entries.add(new HistoryEntry(build, report));
            }
            build = build.getPreviousBuild();
        }
        return entries;
    }

    /** The representation for programs. */
    public Api getApi() {
        job.checkPermission(Item.READ);
        return new Api(this);
    }

    @Override
    public String getIconFileName() {
        return "symbol-fingerprint";
    }

    @Override
    public String getDisplayName() {
        return Messages.History_displayName();
    }

    @Override
    public String getUrlName() {
        return "hallmark";
    }
}
