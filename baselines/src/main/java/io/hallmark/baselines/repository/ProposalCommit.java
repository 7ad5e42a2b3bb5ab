package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.FooterKey;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * The commit of a proposal: a function of base, change and identity alone.
 *
 * <p>Its author date is the time of the source commit. Its committer date is the later one of that and the base's, so
 * that dates never run backwards in the history. A trailer tells Hallmark's commits from people's.
 */
final class ProposalCommit {
    private static final String TRAILER = "Hallmark-Proposal";

    private final Proposal proposal;
    private final Snapshot base;
    private final Change change;

    ProposalCommit(Proposal proposal, Snapshot base, Change change) {
        this.proposal = proposal;
        this.base = base;
        this.change = change;
    }

    /** Writes the files and folders; equal content gives the equal id. */
    ObjectId writeTree(Repository repository, ObjectInserter inserter) throws IOException {
        return Trees.with(repository, inserter, Optional.of(base.revCommit().getTree()), change.files());
    }

    ObjectId write(Repository repository, ObjectInserter inserter, ObjectId tree) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentId(base.revCommit());
        commit.setAuthor(proposal.author().at(authorTime()));
        commit.setCommitter(proposal.author().at(committerTime()));
        commit.setMessage(message());
        proposal.signer().ifPresent(signer -> signer.sign(repository, commit));
        return inserter.insert(commit);
    }

    Instant authorTime() {
        return change.sourceTime()
                .map(time -> Instant.ofEpochSecond(time.getEpochSecond()))
                .orElse(base.commitTime());
    }

    /** Whether the commit was made by Hallmark for that branch and nobody amended or rebased it since. */
    static boolean isHallmarks(RevCommit commit, String branch) {
        PersonIdent author = commit.getAuthorIdent();
        PersonIdent committer = commit.getCommitterIdent();
        return commit.getParentCount() == 1
                && commit.getFooterLines(new FooterKey(TRAILER)).contains(branch)
                && author.getName().equals(committer.getName())
                && author.getEmailAddress().equals(committer.getEmailAddress());
    }

    private Instant committerTime() {
        return authorTime().isAfter(base.commitTime()) ? authorTime() : base.commitTime();
    }

    private String message() {
        String text = change.message().replace("\r\n", "\n").strip();
        if (text.isEmpty()) {
            throw new BaselinesException(
                    "the proposal on " + proposal.branch() + " has no commit message: say what it changes");
        }
        String last = text.substring(text.lastIndexOf("\n\n") + 1);
        boolean hasTrailers =
                text.contains("\n\n") && last.strip().lines().allMatch(line -> line.matches("[A-Za-z0-9-]+: .*"));
        return text + (hasTrailers ? "\n" : "\n\n") + TRAILER + ": " + proposal.branch() + "\n";
    }
}
