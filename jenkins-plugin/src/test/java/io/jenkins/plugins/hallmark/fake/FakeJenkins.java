package io.jenkins.plugins.hallmark.fake;

import hudson.model.Run;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;

/** A Jenkins with a folder, a few extensions, and somebody who may do some things. */
public final class FakeJenkins extends JenkinsFacade {
    private final Path folder;
    private final Map<Class<?>, Object> extensions = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
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

    @Override
    public boolean mayRead(String job) {
        return !hidden.contains(job);
    }

    /** A job whose builds others may read. */
    public FakeJenkins with(FakeJob job) {
        jobs.put(job.getName(), job);
        return this;
    }

    @Override
    public Optional<Run<?, ?>> archived(Run<?, ?> asking, String name, OptionalInt number) {
        return Optional.ofNullable(jobs.get(name))
                .map(job -> number.isPresent() ? job.getBuildByNumber(number.getAsInt()) : job.getLastCompletedBuild());
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
