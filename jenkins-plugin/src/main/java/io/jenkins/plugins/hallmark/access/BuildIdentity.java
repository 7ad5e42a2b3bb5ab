package io.jenkins.plugins.hallmark.access;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import org.springframework.security.core.Authentication;

/**
 * Whom a build acts for. One that acts for nobody in particular has all rights in Jenkins, which who configures its job has not:
 * it counts as one of somebody who is not known.
 */
record BuildIdentity(Authentication who) {
    static BuildIdentity of(Authentication running, Authentication unknown) {
        return new BuildIdentity(running.equals(ACL.SYSTEM2) ? unknown : running);
    }

    /** Whether it may see a job. */
    boolean mayRead(Job<?, ?> job) {
        return job.getACL().hasPermission2(who, Item.READ);
    }

    /** Whether it may have what a build archived. */
    boolean mayReadArtifacts(Run<?, ?> build) {
        return !Run.ARTIFACTS.getEnabled() || build.getACL().hasPermission2(who, Run.ARTIFACTS);
    }
}
