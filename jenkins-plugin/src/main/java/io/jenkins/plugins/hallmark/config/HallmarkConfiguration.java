package io.jenkins.plugins.hallmark.config;

import hudson.Extension;
import hudson.model.PersistentDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** The baselines repositories that steps may name. Only who administers Jenkins says which there are. */
@Extension
@Symbol("hallmark")
public final class HallmarkConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private List<BaselinesSource> repositories = new ArrayList<>();

    /** The repositories, in the order that they are shown in. */
    public List<BaselinesSource> getRepositories() {
        return repositories;
    }

    /** Replaces the repositories. */
    @DataBoundSetter
    public void setRepositories(List<BaselinesSource> repositories) {
        this.repositories = new ArrayList<>(repositories);
        save();
    }

    /** The repository that steps call by this name. */
    public Optional<BaselinesSource> find(String name) {
        return repositories.stream()
                .filter(repository -> repository.getName().equals(name))
                .findFirst();
    }
}
