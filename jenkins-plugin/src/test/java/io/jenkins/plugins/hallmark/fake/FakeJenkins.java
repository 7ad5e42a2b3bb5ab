package io.jenkins.plugins.hallmark.fake;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

/** A Jenkins with a folder, a few extensions, and somebody who may do some things. */
public final class FakeJenkins extends JenkinsFacade {
    private final Path folder;
    private final Map<Class<?>, Object> extensions = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private final Set<String> discoverable = new HashSet<>();
    private final Map<String, FakeJob> jobs = new HashMap<>();
    private boolean administrator = true;

    public FakeJenkins(Path folder) {
        this.folder = folder;
    }

    public FakeJenkins with(Object extension) {
        extensions.put(extension.getClass(), extension);
        return this;
    }

    public FakeJenkins withoutAdministrator() {
        administrator = false;
        return this;
    }

    public FakeJenkins hiding(String job) {
        hidden.add(job);
        return this;
    }

    /** What a file holds, byte by byte. */
    public static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void checkAdminister() {
        if (!administrator) {
            throw new AccessDeniedException("no administrator");
        }
    }

    @Override
    public boolean administers() {
        return administrator;
    }

    @Override
    public void checkRead() {}

    /** Somebody may know that there is such a job, and not see it. */
    public FakeJenkins showingOnlyThatThereIs(String job) {
        discoverable.add(job);
        return this;
    }

    @Override
    protected <T extends Item> T item(String name, Class<T> type) {
        if (discoverable.contains(name)) {
            throw new AccessDeniedException("Please login to access job " + name);
        }
        return hidden.contains(name) ? null : type.cast(jobs.get(name));
    }

    @Override
    protected Authentication running() {
        return ACL.SYSTEM2;
    }

    /** A job whose builds others may read. */
    public FakeJenkins with(FakeJob job) {
        jobs.put(job.getName(), job);
        return this;
    }

    @Override
    public ItemGroup<?> root() {
        return new ItemGroup<Item>() {
            @Override
            public String getFullName() {
                return "";
            }

            @Override
            public String getDisplayName() {
                return "Jenkins";
            }
        };
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public <T> T extension(Class<T> type) {
        return type.cast(extensions.get(type));
    }
}
