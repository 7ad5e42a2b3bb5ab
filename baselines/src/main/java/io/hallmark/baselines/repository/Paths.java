package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;

/** Paths in a repository. */
final class Paths {

    private Paths() {}

    /**
     * Refuses what Git refuses in a tree on any platform: '..', '.git' in all its spellings, empty or special names.
     */
    static String check(String path) {
        try {
            new ObjectChecker().setSafeForWindows(true).setSafeForMacOS(true).checkPath(path);
        } catch (CorruptObjectException e) {
            throw new BaselinesException(
                    "'" + path + "' can't be a path in a baselines repository: " + e.getMessage(), e);
        }
        return path;
    }
}
