package io.jenkins.plugins.hallmark.config;

import hudson.Extension;
import hudson.model.PersistentDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The baselines repositories that steps may name. Only who administers Jenkins says which there are. */
@Extension
@Symbol("hallmark")
public final class HallmarkConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private static final String REPOSITORIES = "repositories";

    private List<BaselinesSource> repositories = new ArrayList<>();

    /** The repositories, in the order that they are shown in. */
    public List<BaselinesSource> getRepositories() {
        return repositories;
    }

    /**
     * Replaces the repositories.
     *
     * @throws IllegalArgumentException when one has no name that steps can call it by, or two have the same
     */
    @DataBoundSetter
    public void setRepositories(List<BaselinesSource> repositories) {
        Set<String> names = new HashSet<>();
        for (BaselinesSource repository : repositories) {
            // A form tells of it and can be saved all the same, and configuration as code has none.
            if (!Checks.isName(repository.getName())) {
                throw new IllegalArgumentException(
                        Messages.HallmarkConfiguration_badName(repository.getName(), Messages.Checks_name()));
            }
            if (!names.add(repository.getName())) {
                throw new IllegalArgumentException(Messages.HallmarkConfiguration_twice(repository.getName()));
            }
        }
        this.repositories = new ArrayList<>(repositories);
        save();
    }

    /** A form whose last repository was deleted says nothing of repositories, and Jenkins would leave them as they are. */
    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        try {
            super.configure(req, json);
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, REPOSITORIES);
        }
        if (!json.has(REPOSITORIES)) {
            setRepositories(List.of());
        }
        return true;
    }

    /** The repository that steps call by this name. */
    public Optional<BaselinesSource> find(String name) {
        return repositories.stream()
                .filter(repository -> repository.getName().equals(name))
                .findFirst();
    }
}
