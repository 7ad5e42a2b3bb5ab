package io.jenkins.plugins.hallmark.access;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import java.nio.file.Path;
import java.util.Optional;
import jenkins.model.Jenkins;

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
        return Optional.ofNullable(Jenkins.get().getItemByFullName(job, Item.class))
                .filter(item -> item.hasPermission(Item.READ))
                .isPresent();
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
