package io.jenkins.plugins.hallmark.view;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/**
 * Gives a job its history, once, when one of its newest builds has a report, however that build ended: the build that people
 * look for is most often the one that failed.
 */
@Extension
@SuppressWarnings("rawtypes")
public final class JobHistoryFactory extends TransientActionFactory<Job> {
    /**
     * Jenkins asks for each view of each job, and each of these builds may have to be loaded for it. So a job whose ten newest
     * builds have none shows its history again once one has; the reports stay on the pages of the older builds.
     */
    private static final int NEWEST = 10;

    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @Override
    public Class<? extends Action> actionType() {
        return JobHistory.class;
    }

    @Override
    public Collection<? extends Action> createFor(Job job) {
        Job<?, ?> any = job;
        Run<?, ?> build = any.getLastBuild();
        for (int i = 0; i < NEWEST && build != null; i++) {
            if (build.getAction(BuildReport.class) != null) {
                return List.of(new JobHistory(any));
            }
            build = build.getPreviousBuild();
        }
        return List.of();
    }
}
