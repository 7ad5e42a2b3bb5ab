package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** One commit of the baselines repository; it stays the same whatever is pushed afterwards. */
public final class Snapshot implements RepositoryFiles {
    private final Repository repository;
    private final String url;
    private final RevCommit commit;

    Snapshot(Repository repository, String url, RevCommit commit) {
        this.repository = repository;
        this.url = url;
        this.commit = commit;
    }

    /** The commit's full object id. */
    public String commit() {
        return commit.name();
    }

    /** When the commit was made, to the second. */
    public Instant commitTime() {
        return Instant.ofEpochSecond(commit.getCommitTime());
    }

    /**
     * Since when the branch has held a file as it is asked for, without a break, by the dates of its commits: of the first
     * parents, so of what was merged. It looks at {@value History#MOST} commits at most.
     *
     * @param asked of the file's content; holds for this commit
     */
    public Instant since(String path, Predicate<byte[]> asked) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit first = commit;
            byte[] known = read(path).orElse(new byte[0]);
            for (int i = 0; i < History.MOST && first.getParentCount() > 0; i++) {
                RevCommit parent = walk.parseCommit(first.getParent(0));
                Optional<byte[]> file = new Snapshot(repository, url, parent).read(path);
                if (file.isEmpty() || !Arrays.equals(known, file.get()) && !asked.test(file.get())) {
                    break;
                }
                known = file.get();
                first = parent;
            }
            return Instant.ofEpochSecond(first.getCommitTime());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The commit's message. */
    public String message() {
        return commit.getFullMessage();
    }

    /** The paths of files whose content or mode differs from that in the first parent, sorted; all where there is none. */
    public List<String> changedPaths() {
        try (RevWalk parents = new RevWalk(repository);
                TreeWalk walk = new TreeWalk(repository)) {
            if (commit.getParentCount() == 0) {
                walk.addTree(new EmptyTreeIterator());
            } else {
                walk.addTree(parents.parseCommit(commit.getParent(0)).getTree());
            }
            walk.addTree(commit.getTree());
            walk.setFilter(TreeFilter.ANY_DIFF);
            walk.setRecursive(true);
            List<String> paths = new ArrayList<>();
            while (walk.next()) {
                paths.add(walk.getPathString());
                if (paths.size() > MAX_FILES) {
                    throw new BaselinesException(
                            describe() + " changes more than " + MAX_FILES + " files: this is no baselines repository");
                }
            }
            return List.copyOf(paths);
        } catch (IOException e) {
            throw unreadable("", e);
        }
    }

    @Override
    public String describe() {
        return url + " at " + commit.abbreviate(10).name();
    }

    @Override
    public Optional<byte[]> read(String path) {
        Paths.check(path);
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = TreeWalk.forPath(reader, path, commit.getTree())) {
            if (walk == null) {
                return Optional.empty();
            }
            if (!isPlainFile(walk)) {
                throw new BaselinesException(path + " in " + describe()
                        + " is a folder, a symbolic link or a submodule: " + "replace it by a plain file");
            }
            ObjectLoader loader = reader.open(walk.getObjectId(0));
            if (loader.getSize() > MAX_FILE) {
                throw new BaselinesException(path + " in " + describe() + " has " + loader.getSize()
                        + " bytes: a file of a baselines repository may have up to " + MAX_FILE);
            }
            return Optional.of(loader.getBytes(MAX_FILE));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Makes sure that a file could be at a path: that nothing but folders is on the way to it.
     *
     * @throws BaselinesException when a file, a symbolic link or a submodule is
     */
    public void requireFolders(String path) {
        Paths.check(path);
        try (ObjectReader reader = repository.newObjectReader()) {
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                String folder = path.substring(0, slash);
                try (TreeWalk walk = TreeWalk.forPath(reader, folder, commit.getTree())) {
                    if (walk != null && !walk.getFileMode(0).equals(FileMode.TREE)) {
                        throw new BaselinesException(folder + " in " + describe() + " is no folder, so " + path
                                + " can't be in it: move it away, or choose another folder");
                    }
                }
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public List<String> list(String folder) {
        List<String> paths = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            if (!folder.isEmpty()) {
                walk.setFilter(PathFilter.create(Paths.check(folder)));
            }
            while (walk.next()) {
                if (isPlainFile(walk) && !walk.getPathString().equals(folder)) {
                    paths.add(walk.getPathString());
                }
                if (paths.size() > MAX_FILES) {
                    throw new BaselinesException("'" + folder + "' in " + describe() + " holds more than " + MAX_FILES
                            + " files: this is no baselines repository");
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        paths.sort(null);
        return List.copyOf(paths);
    }

    RevCommit revCommit() {
        return commit;
    }

    private static boolean isPlainFile(TreeWalk walk) {
        FileMode mode = walk.getFileMode(0);
        return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
    }

    private BaselinesException unreadable(String path, IOException cause) {
        return new BaselinesException(
                "'" + path + "' in " + describe() + " can't be read: " + cause.getMessage() + "; delete the cache "
                        + repository.getDirectory() + ", it will be made anew",
                cause);
    }
}
