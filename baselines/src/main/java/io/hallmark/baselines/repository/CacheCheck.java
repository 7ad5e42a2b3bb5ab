package io.hallmark.baselines.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Whether a cached clone is still good. */
final class CacheCheck {
    private static final Set<RefUpdate.Result> DONE = EnumSet.of(
            RefUpdate.Result.NEW,
            RefUpdate.Result.FORCED,
            RefUpdate.Result.FAST_FORWARD,
            RefUpdate.Result.NO_CHANGE,
            RefUpdate.Result.RENAMED);

    /** A reference of the clone can't be brought to the state of the remote. */
    static final class Stuck extends IOException {
        private static final long serialVersionUID = 1L;

        Stuck(String message) {
            super(message);
        }
    }

    private CacheCheck() {}

    /** Only for a clone that no process works on: whoever holds its process lock. */
    static void removeStaleLocks(Path gitDirectory) throws IOException {
        List<Path> stale;
        try (Stream<Path> files = Files.walk(gitDirectory)) {
            stale = files.filter(file -> file.getFileName().toString().endsWith(".lock"))
                    .toList();
        }
        for (Path file : stale) {
            Files.deleteIfExists(file);
        }
    }

    static void requireDone(TrackingRefUpdate update, Repository into) throws IOException {
        if (!DONE.contains(update.getResult())) {
            throw new Stuck(update.getLocalName() + " in " + into.getDirectory() + " could not be updated ("
                    + update.getResult() + ")");
        }
    }

    /** Whether all references and everything in their newest trees can be read. */
    static boolean isIntact(Repository repository) {
        try (RevWalk walk = new RevWalk(repository)) {
            for (Ref ref : repository.getRefDatabase().getRefs()) {
                // A tag may be of anything.
                if (ref.getObjectId() != null
                        && walk.peel(walk.parseAny(ref.getObjectId())) instanceof RevCommit commit) {
                    checkTree(repository, commit);
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static void checkTree(Repository repository, RevCommit commit) throws IOException {
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(repository, reader)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                if (walk.getFileMode(0).getObjectType() == Constants.OBJ_BLOB) {
                    reader.open(walk.getObjectId(0));
                }
            }
        }
    }
}
