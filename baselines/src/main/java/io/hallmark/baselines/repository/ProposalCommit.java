package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
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
        DirCache index = DirCache.newInCore();
        try (ObjectReader reader = repository.newObjectReader()) {
            DirCacheBuilder builder = index.builder();
            builder.addTree(new byte[0], 0, reader, base.revCommit().getTree());
            builder.finish();
        }
        DirCacheEditor editor = index.editor();
        for (Map.Entry<String, Optional<byte[]>> file : new TreeMap<>(change.files()).entrySet()) {
            String path = Paths.check(file.getKey());
            if (file.getValue().isPresent()) {
                editor.add(new Content(
                        path,
                        inserter.insert(
                                Constants.OBJ_BLOB,
                                checked(path, file.getValue().get()))));
            } else {
                editor.add(new DirCacheEditor.DeletePath(path));
            }
        }
        editor.finish();
        return index.writeTree(inserter);
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

    private static byte[] checked(String path, byte[] content) {
        if (content.length > RepositoryFiles.MAX_FILE) {
            throw new BaselinesException(path + " would have " + content.length
                    + " bytes: a file of a baselines repository may have up to " + RepositoryFiles.MAX_FILE);
        }
        return content;
    }

    private static final class Content extends DirCacheEditor.PathEdit {
        private final ObjectId blob;

        Content(String path, ObjectId blob) {
            super(path);
            this.blob = blob;
        }

        @Override
        public void apply(DirCacheEntry entry) {
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(blob);
        }
    }
}
