package io.hallmark.baselines.repository;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One commit in the history of a baselines repository.
 *
 * @param id full object id
 * @param parents full object ids
 * @param ownChanges the paths that this commit changes itself. For a merge of two these are the paths where it holds
 *     something else than the side that changed them; for a merge of more, those where not all agree
 * @param signature of the commit, if it has one
 */
public record Revision(String id, List<String> parents, Set<String> ownChanges, Optional<SignedObject> signature) {
    public Revision {
        parents = List.copyOf(parents);
        ownChanges = Set.copyOf(ownChanges);
    }

    /** For messages. */
    public String abbreviated() {
        return id.substring(0, 10);
    }

    public boolean isMerge() {
        return parents.size() > 1;
    }
}
