package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevWalk;

/** Signs a commit and pushes the signature. Times are those of the commit, so that the same approval is the same bytes. */
final class Approver {
    private static final int ATTEMPTS = 12;

    private final CacheClone cache;
    private final Push push;
    private final Steps steps;
    private final CommitSigner signer;
    private final Identity who;

    Approver(CacheClone cache, Push push, Steps steps, CommitSigner signer, Identity who) {
        this.cache = cache;
        this.push = push;
        this.steps = steps;
        this.signer = signer;
        this.who = who;
    }

    boolean note(Snapshot commit) {
        byte[] payload = ApprovalNote.payload(commit.commit());
        byte[] signature = signer.sign(cache.repository(), who.at(commit.commitTime()), payload);
        byte[] block = ApprovalNote.block(payload, signature);
        String reason = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                RacePause.sleep(attempt, "approving");
            }
            cache.refreshWithApprovals();
            steps.reached("approve: looked");
            try {
                Optional<ObjectId> before = notes().map(Ref::getObjectId);
                Optional<ObjectId> after = cache.holdingLock(() -> append(before, commit, block));
                if (after.isEmpty()) {
                    return false;
                }
                Optional<String> retry = cache.holdingLock(
                        () -> push.setRef(cache.repository(), ApprovalRefs.REMOTE_NOTES, after, before));
                if (retry.isEmpty()) {
                    return true;
                }
                reason = retry.get();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
        throw BaselinesException.remote(
                "approving " + commit.commit() + " was tried " + ATTEMPTS
                        + " times, others changed " + ApprovalRefs.REMOTE_NOTES + " each time (" + reason
                        + "); run it again",
                null);
    }

    void tag(Snapshot commit, String name) {
        String ref = Constants.R_TAGS + name;
        if (!Repository.isValidRefName(ref)) {
            throw new BaselinesException("'" + name + "' can't be the name of a tag: use letters, digits, '-' and '/'");
        }
        TagBuilder tag = new TagBuilder();
        tag.setObjectId(commit.revCommit());
        tag.setTag(name);
        tag.setTagger(who.at(commit.commitTime()));
        tag.setMessage("Approved\n");
        try (ObjectInserter inserter = cache.repository().newObjectInserter()) {
            byte[] payload = tag.build();
            byte[] signature = signer.sign(cache.repository(), tag.getTagger(), payload);
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            signed.writeBytes(payload);
            signed.writeBytes((new String(signature, StandardCharsets.ISO_8859_1).strip() + "\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            ObjectId id = inserter.insert(Constants.OBJ_TAG, signed.toByteArray());
            inserter.flush();
            push.setRef(cache.repository(), ref, Optional.of(id), Optional.empty())
                    .ifPresent(reason -> {
                        throw new BaselinesException("the tag '" + name + "' is there already, or was made meanwhile ("
                                + reason + "): choose another name");
                    });
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private Optional<Ref> notes() throws IOException {
        return Optional.ofNullable(cache.repository().exactRef(ApprovalRefs.LOCAL_NOTES));
    }

    /** @return the new state of the notes; empty when the approval is there already */
    private Optional<ObjectId> append(Optional<ObjectId> before, Snapshot commit, byte[] block) throws IOException {
        try (RevWalk walk = new RevWalk(cache.repository());
                ObjectInserter inserter = cache.repository().newObjectInserter()) {
            NoteMap notes = before.isPresent()
                    ? NoteMap.read(walk.getObjectReader(), walk.parseCommit(before.get()))
                    : NoteMap.newEmptyMap();
            ObjectId known = notes.get(commit.revCommit());
            String text = known == null
                    ? ""
                    : new String(
                            ApprovalNote.bytes(
                                    cache.url().shown(),
                                    commit.revCommit(),
                                    walk.getObjectReader().open(known)),
                            StandardCharsets.ISO_8859_1);
            String added = new String(block, StandardCharsets.ISO_8859_1);
            if (text.contains(added)) {
                return Optional.empty();
            }
            String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            ObjectId note = inserter.insert(
                    Constants.OBJ_BLOB, (text + separator + added).getBytes(StandardCharsets.ISO_8859_1));
            notes.set(commit.revCommit(), note);
            CommitBuilder next = new CommitBuilder();
            next.setTreeId(notes.writeTree(inserter));
            before.ifPresent(next::setParentId);
            PersonIdent person = who.at(commit.commitTime());
            next.setAuthor(person);
            next.setCommitter(person);
            next.setMessage("Approve " + commit.commit() + "\n");
            ObjectId id = inserter.insert(next);
            inserter.flush();
            return Optional.of(id);
        }
    }

    private BaselinesException unwritable(IOException cause) {
        return new BaselinesException(
                "the approval can't be written to the cache "
                        + cache.repository().getDirectory() + ": " + cause.getMessage()
                        + "; free space or delete the cache",
                cause);
    }
}
