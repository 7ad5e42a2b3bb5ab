package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Which paths a commit changes itself, rather than by what it builds upon.
 *
 * <p>A merge may hold, without a change of its own, only contents that one of its parents has: that of the parents that
 * changed a path since their common ancestor, when they all changed it to the same. A content that was merged line by
 * line was in no parent, so nobody can have seen it before. Where there are several common ancestors, or
 * more than two parents, nothing is concluded from them.
 */
final class OwnChanges {
    private final Repository repository;
    private final TreeFilter filter;

    /** @param roots files and folders that are looked at */
    OwnChanges(Repository repository, Collection<String> roots) {
        this.repository = repository;
        this.filter = AndTreeFilter.create(PathFilterGroup.createFromStrings(roots), TreeFilter.ANY_DIFF);
    }

    Set<String> of(RevCommit commit) throws IOException {
        if (commit.getParentCount() == 0) {
            return walk(List.of(Optional.empty(), tree(commit)), OwnChanges::anyDifferent);
        }
        if (commit.getParentCount() == 1) {
            return between(commit.getParent(0), commit);
        }
        List<Optional<RevTree>> trees = new ArrayList<>();
        for (RevCommit parent : commit.getParents()) {
            trees.add(tree(parent));
        }
        trees.add(tree(commit));
        // Of more than two parents one may be there only to move their common ancestor into the past.
        Set<RevCommit> bases = commit.getParentCount() == 2 ? mergeBases(commit) : Set.of();
        if (commit.getParentCount() > 2 || bases.size() > 1) {
            return walk(trees, OwnChanges::anyDifferent);
        }
        trees.add(0, bases.isEmpty() ? Optional.empty() : tree(bases.iterator().next()));
        return walk(trees, OwnChanges::doesNotFollow);
    }

    /** The paths whose content or mode differs between two commits. */
    Set<String> between(RevCommit from, RevCommit to) throws IOException {
        return walk(List.of(tree(from), tree(to)), OwnChanges::anyDifferent);
    }

    private Optional<RevTree> tree(RevCommit commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return Optional.of(walk.parseCommit(commit).getTree());
        }
    }

    /**
     * The best common ancestors of a merge's two parents: those that no other common ancestor builds upon. Found from
     * parents alone, since dates can be made up so that a search by dates ends at an older one.
     */
    private Set<RevCommit> mergeBases(RevCommit merge) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            Set<RevCommit> common = ancestors(walk, merge.getParent(0));
            common.retainAll(ancestors(walk, merge.getParent(1)));
            Set<RevCommit> best = new HashSet<>(common);
            for (RevCommit commit : common) {
                List.of(commit.getParents()).forEach(best::remove);
            }
            return best;
        }
    }

    private static Set<RevCommit> ancestors(RevWalk walk, RevCommit start) throws IOException {
        Set<RevCommit> found = new HashSet<>();
        Deque<RevCommit> open = new ArrayDeque<>(List.of(walk.lookupCommit(start)));
        while (!open.isEmpty()) {
            RevCommit commit = open.pop();
            if (found.add(commit)) {
                walk.parseHeaders(commit);
                open.addAll(List.of(commit.getParents()));
            }
        }
        return found;
    }

    /** Looks at the walk's trees at one path. */
    private interface Question {
        boolean asks(TreeWalk walk);
    }

    private Set<String> walk(List<Optional<RevTree>> trees, Question question) throws IOException {
        Set<String> paths = new HashSet<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            for (Optional<RevTree> tree : trees) {
                if (tree.isPresent()) {
                    walk.addTree(tree.get());
                } else {
                    walk.addTree(new EmptyTreeIterator());
                }
            }
            walk.setFilter(filter);
            walk.setRecursive(true);
            while (walk.next()) {
                if (question.asks(walk)) {
                    paths.add(walk.getPathString());
                }
                if (paths.size() > RepositoryFiles.MAX_FILES) {
                    throw new BaselinesException("a commit changes more than " + RepositoryFiles.MAX_FILES
                            + " files: this is no baselines repository");
                }
            }
        }
        return paths;
    }

    private static boolean anyDifferent(TreeWalk walk) {
        for (int tree = 1; tree < walk.getTreeCount(); tree++) {
            if (!same(walk, 0, tree)) {
                return true;
            }
        }
        return false;
    }

    /** The trees are the common ancestor's, the parents' and the merge's. */
    private static boolean doesNotFollow(TreeWalk walk) {
        int merge = walk.getTreeCount() - 1;
        int expected = 0;
        for (int parent = 1; parent < merge; parent++) {
            if (!same(walk, 0, parent)) {
                if (expected != 0 && !same(walk, expected, parent)) {
                    return true;
                }
                expected = parent;
            }
        }
        return !same(walk, expected, merge);
    }

    private static boolean same(TreeWalk walk, int one, int other) {
        return walk.getRawMode(one) == walk.getRawMode(other) && walk.idEqual(one, other);
    }
}
