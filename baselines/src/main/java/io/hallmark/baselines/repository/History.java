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
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The commits of a baselines repository with what they change, who signed them, and the tags and notes that speak of them.
 *
 * <p>Which commits come before which is read from their parents alone; dates are what their authors want them to be.
 */
public final class History {
    /** The most commits that are looked at since a known one. */
    public static final int MOST = 10_000;

    private final Repository repository;
    private final String url;
    private final OwnChanges changes;
    private final SignedNames names;

    History(Repository repository, String url, Collection<String> roots) {
        this.repository = repository;
        this.url = url;
        this.changes = new OwnChanges(repository, roots);
        this.names = new SignedNames(repository, url);
    }

    /**
     * All commits that a later commit adds to an earlier one, parents before children, the later one last.
     *
     * @return empty when the earlier one is not among the ancestors of the later one, or is not there
     * @throws BaselinesException when there are more than {@value #MOST}
     */
    public Optional<List<Revision>> since(String earlier, String later) {
        if (!ObjectId.isId(earlier)) {
            throw new BaselinesException("'" + earlier + "' is no commit id: give all 40 hex digits");
        }
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit start;
            try {
                start = walk.parseCommit(ObjectId.fromString(earlier));
            } catch (MissingObjectException e) {
                return Optional.empty();
            }
            Set<ObjectId> known = ancestors(walk, start);
            List<RevCommit> added = new ArrayList<>();
            boolean descends = add(walk, walk.parseCommit(ObjectId.fromString(later)), known, start, added);
            if (!descends) {
                return Optional.empty();
            }
            List<Revision> revisions = new ArrayList<>();
            for (RevCommit commit : added) {
                revisions.add(revision(commit));
            }
            return Optional.of(List.copyOf(revisions));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The paths whose content differs between two commits. */
    public Set<String> between(String from, String to) {
        try (RevWalk walk = new RevWalk(repository)) {
            return changes.between(
                    walk.parseCommit(ObjectId.fromString(from)), walk.parseCommit(ObjectId.fromString(to)));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The signed tags that point to a commit and the signatures in its note. What they say is for the caller to look at.
     *
     * @throws BaselinesException when there are more than anybody makes
     */
    public List<SignedObject> signaturesOn(String commit) {
        try {
            return names.of(ObjectId.fromString(commit));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Revision revision(RevCommit commit) throws IOException {
        List<String> parents =
                List.of(commit.getParents()).stream().map(AnyObjectId::name).toList();
        return new Revision(commit.name(), parents, changes.of(commit), SignedCommit.of(commit));
    }

    private static Set<ObjectId> ancestors(RevWalk walk, RevCommit start) throws IOException {
        Set<ObjectId> known = new HashSet<>();
        Deque<RevCommit> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            RevCommit commit = open.pop();
            if (known.add(commit.toObjectId())) {
                walk.parseHeaders(commit);
                open.addAll(List.of(commit.getParents()));
            }
        }
        return known;
    }

    /** @return whether the start was met on the way */
    private boolean add(RevWalk walk, RevCommit head, Set<ObjectId> known, RevCommit start, List<RevCommit> added)
            throws IOException {
        boolean met = head.equals(start);
        Set<ObjectId> seen = new HashSet<>(known);
        Deque<RevCommit> path = new ArrayDeque<>();
        Deque<Deque<RevCommit>> open = new ArrayDeque<>();
        if (seen.add(head.toObjectId())) {
            path.push(head);
            open.push(parents(walk, head));
        }
        while (!path.isEmpty()) {
            if (open.element().isEmpty()) {
                open.pop();
                added.add(path.pop());
                continue;
            }
            RevCommit parent = open.element().pop();
            met |= parent.equals(start);
            if (seen.add(parent.toObjectId())) {
                path.push(parent);
                open.push(parents(walk, parent));
            }
            if (added.size() + path.size() > MOST) {
                throw new BaselinesException("more than " + MOST + " commits of " + url + " lie between "
                        + start.abbreviate(10).name() + " and "
                        + head.abbreviate(10).name() + ": approve and publish them in smaller steps");
            }
        }
        return met;
    }

    private static Deque<RevCommit> parents(RevWalk walk, RevCommit commit) throws IOException {
        walk.parseBody(commit);
        return new ArrayDeque<>(List.of(commit.getParents()));
    }

    private BaselinesException unreadable(IOException cause) {
        return new BaselinesException(
                "the history of " + url + " can't be read: " + cause.getMessage() + "; delete the cache "
                        + repository.getDirectory() + ", it will be made anew",
                cause);
    }
}
