package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/** Which files are event logs. As everywhere in Jenkins, those of a pattern that begins with {@code **}{@code /} may be at the top. */
final class LogPattern {
    private static final String ANYWHERE = "**/";

    private final List<PathMatcher> matchers = new ArrayList<>();

    /** @throws AbortException when it is no pattern */
    LogPattern(String pattern) throws AbortException {
        try {
            matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
            if (pattern.startsWith(ANYWHERE)) {
                matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(ANYWHERE.length())));
            }
        } catch (IllegalArgumentException e) {
            throw new AbortException("'" + pattern + "' is no pattern of paths: " + e.getMessage());
        }
    }

    /** @param path relative to where logs are looked for */
    boolean matches(Path path) {
        return matchers.stream().anyMatch(matcher -> matcher.matches(path));
    }
}
