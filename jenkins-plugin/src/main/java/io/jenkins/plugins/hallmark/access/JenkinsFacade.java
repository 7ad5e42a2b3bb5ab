package io.jenkins.plugins.hallmark.access;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

/** What is asked of the running Jenkins itself. */
public class JenkinsFacade {
    /** Refuses those who don't administer Jenkins. */
    public void checkAdminister() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    }

    /** Whether the one who asks administers Jenkins. */
    public boolean administers() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** Refuses those who may not see Jenkins. */
    public void checkRead() {
        Jenkins.get().checkPermission(Jenkins.READ);
    }

    /** Whether the one who asks may see a job; not when there is none of that name any more. */
    public boolean mayRead(String job) {
        return find(job, Item.class)
                .filter(item -> item.hasPermission(Item.READ))
                .isPresent();
    }

    /**
     * A build of a job whose artifacts another build may read: its own job's, and those that the one whom it acts for may see.
     *
     * @param asking the build that asks
     * @param name of the job, with its folders
     * @param number of the build; empty for the newest that is complete
     */
    public Optional<Run<?, ?>> archived(Run<?, ?> asking, String name, OptionalInt number) {
        BuildIdentity identity = BuildIdentity.of(running(), Jenkins.ANONYMOUS2);
        return find(name, Job.class).flatMap(job -> archived(asking, job, number, identity));
    }

    /** Jenkins refuses with an exception those who may know that there is such a job and not see it: for them there is none. */
    private <T extends Item> Optional<T> find(String name, Class<T> type) {
        try {
            return Optional.ofNullable(item(name, type));
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /** What Jenkins answers; null when there is none, or nobody is to know of it. */
    protected <T extends Item> T item(String name, Class<T> type) {
        return Jenkins.get().getItemByFullName(name, type);
    }

    /** Whom the thread acts for. */
    protected Authentication running() {
        return Jenkins.getAuthentication2();
    }

    static Optional<Run<?, ?>> archived(Run<?, ?> asking, Job<?, ?> job, OptionalInt number, BuildIdentity identity) {
        boolean own = job.equals(asking.getParent());
        if (!own && !identity.mayRead(job)) {
            return Optional.empty();
        }
        Run<?, ?> build = number.isPresent() ? job.getBuildByNumber(number.getAsInt()) : job.getLastCompletedBuild();
        return Optional.<Run<?, ?>>ofNullable(build).filter(each -> own || identity.mayReadArtifacts(each));
    }

    /** The folder on the controller that Hallmark keeps clones and its overview in. */
    public Path folder() {
        return Jenkins.get().getRootDir().toPath().resolve("hallmark");
    }

    /** The top of all folders and jobs. */
    public ItemGroup<?> root() {
        return Jenkins.get();
    }

    /** The only extension of a type. */
    public <T> T extension(Class<T> type) {
        return ExtensionList.lookupSingleton(type);
    }
}
