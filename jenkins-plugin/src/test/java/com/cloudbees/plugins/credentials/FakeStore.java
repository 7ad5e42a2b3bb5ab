package com.cloudbees.plugins.credentials;

import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.HostnameRequirement;
import hudson.model.ItemGroup;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.Authentication;

/**
 * Credentials as Jenkins keeps them: of folders, which only their jobs' builds find, and of Jenkins as a whole. It answers until it is
 * closed, and remembers what it was asked.
 */
public final class FakeStore implements CredentialsProvider.Answers, AutoCloseable {
    private final Map<String, Map<String, IdCredentials>> folders = new HashMap<>();
    private final List<String> tracked = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private Authentication asked;

    /** Begins to answer. */
    @SuppressWarnings("StaticAssignmentInConstructor")
    public FakeStore() {
        CredentialsProvider.answers = this;
    }

    /** @param folder with a slash at its end; empty for Jenkins as a whole */
    public FakeStore with(String folder, IdCredentials credentials) {
        folders.computeIfAbsent(folder, name -> new HashMap<>()).put(credentials.getId(), credentials);
        return this;
    }

    /** Builds that credentials were noted for, with their ids. */
    public List<String> tracked() {
        return tracked;
    }

    /** Hosts that credentials were asked for. */
    public List<String> hosts() {
        return hosts;
    }

    /** Whom the last question about Jenkins as a whole was asked for. */
    public Authentication asked() {
        return asked;
    }

    @Override
    public IdCredentials find(String id, Run<?, ?> run, List<DomainRequirement> requirements) {
        note(requirements);
        String folder = run.getParent().getFullName();
        do {
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
            IdCredentials found = folders.getOrDefault(folder, Map.of()).get(id);
            if (found != null) {
                return found;
            }
        } while (!folder.isEmpty());
        return null;
    }

    @Override
    public IdCredentials find(String id, ItemGroup<?> group, Authentication who, List<DomainRequirement> requirements) {
        note(requirements);
        asked = who;
        return folders.getOrDefault(group.getFullName(), Map.of()).get(id);
    }

    private void note(List<DomainRequirement> requirements) {
        for (DomainRequirement requirement : requirements) {
            if (requirement instanceof HostnameRequirement host) {
                hosts.add(host.getHostname());
            }
        }
    }

    @Override
    public void track(Run<?, ?> run, Credentials credentials) {
        tracked.add(run.getExternalizableId() + " " + ((IdCredentials) credentials).getId());
    }

    @Override
    public void close() {
        CredentialsProvider.answers = null;
    }
}
