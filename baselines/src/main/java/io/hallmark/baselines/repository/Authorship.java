package io.hallmark.baselines.repository;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Repository;

/**
 * Who a commit is by, and when.
 *
 * @param who author and committer
 * @param signer signs the commit
 * @param time of what the commit is made from, never of a clock, so that the same content is the same commit
 */
public record Authorship(Identity who, Optional<CommitSigner> signer, Instant time) {
    /** An unsigned commit. */
    public Authorship(Identity who, Instant time) {
        this(who, Optional.empty(), time);
    }

    /**
     * Sets the persons and, as the last thing that is set, the signature.
     *
     * @param earliest the time of the commit before, since dates must not run backwards in a history
     */
    void apply(Repository repository, CommitBuilder commit, Optional<Instant> earliest) {
        commit.setAuthor(who.at(time));
        commit.setCommitter(who.at(earliest.filter(time::isBefore).orElse(time)));
        signer.ifPresent(key -> key.sign(repository, commit));
    }
}
