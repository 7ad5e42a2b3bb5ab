package io.jenkins.plugins.hallmark.config;

import io.hallmark.baselines.publish.RequiredApprovals;
import io.hallmark.baselines.repository.BaselinesRepository;
import java.time.InstantSource;
import java.util.Optional;

/** Who has to have approved what is published. */
public final class Approvals {
    private Approvals() {}

    /** The rules of a repository, as an administrator trusts them. */
    public static RequiredApprovals of(BaselinesSource source, BaselinesRepository repository, InstantSource clock) {
        return new RequiredApprovals(
                repository,
                Optional.of(source.getTrust()).filter(commit -> !commit.isEmpty()),
                "in Jenkins' configuration of baselines repository '" + source.getName() + "'",
                source.isUnapproved(),
                clock);
    }
}
