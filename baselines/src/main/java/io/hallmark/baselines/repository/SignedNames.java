package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevWalk;

/** Finds the signed tags and the approvals in notes, by the commit that they are attached to. */
final class SignedNames {
    private static final int MOST_TAGS = 50_000;
    private static final int MOST_TAGS_OF_A_COMMIT = 256;
    private static final int LARGEST_TAG = 256 * 1024;

    private final Repository repository;
    private final String url;
    private Optional<Map<String, List<SignedObject>>> tags = Optional.empty();

    SignedNames(Repository repository, String url) {
        this.repository = repository;
        this.url = url;
    }

    synchronized List<SignedObject> of(ObjectId commit) throws IOException {
        if (tags.isEmpty()) {
            tags = Optional.of(readTags());
        }
        List<SignedObject> found = new ArrayList<>(tags.get().getOrDefault(commit.name(), List.of()));
        found.addAll(inNote(commit));
        return List.copyOf(found);
    }

    private Map<String, List<SignedObject>> readTags() throws IOException {
        Map<String, List<SignedObject>> byCommit = new HashMap<>();
        List<Ref> refs = repository.getRefDatabase().getRefsByPrefix(ApprovalRefs.TAGS);
        if (refs.size() > MOST_TAGS) {
            throw new BaselinesException(url + " has " + refs.size() + " tags, more than the " + MOST_TAGS
                    + " that are looked through for approvals: delete those that nobody needs");
        }
        try (ObjectReader reader = repository.newObjectReader()) {
            for (Ref ref : refs) {
                ObjectLoader object = reader.open(ref.getObjectId());
                if (object.getType() == Constants.OBJ_TAG && object.getSize() <= LARGEST_TAG) {
                    String name = printable(ref.getName().substring(ApprovalRefs.TAGS.length()));
                    SignedTag.of(name, object.getCachedBytes(LARGEST_TAG)).ifPresent(tag -> {
                        List<SignedObject> known =
                                byCommit.computeIfAbsent(tag.commit().orElseThrow(), id -> new ArrayList<>());
                        if (known.size() == MOST_TAGS_OF_A_COMMIT) {
                            throw new BaselinesException("commit "
                                    + tag.commit().orElseThrow().substring(0, 10) + " in " + url + " has more than "
                                    + MOST_TAGS_OF_A_COMMIT + " signed tags: delete those that nobody needs");
                        }
                        known.add(tag);
                    });
                }
            }
        }
        return byCommit;
    }

    private List<SignedObject> inNote(ObjectId commit) throws IOException {
        Ref ref = repository.exactRef(ApprovalRefs.LOCAL_NOTES);
        if (ref == null) {
            return List.of();
        }
        try (RevWalk walk = new RevWalk(repository)) {
            NoteMap notes = NoteMap.read(walk.getObjectReader(), walk.parseCommit(ref.getObjectId()));
            ObjectId note = notes.get(commit);
            if (note == null) {
                return List.of();
            }
            List<SignedObject> approvals = ApprovalNote.read(
                    ApprovalNote.bytes(url, commit, walk.getObjectReader().open(note)));
            if (approvals.size() > ApprovalNote.MOST) {
                throw ApprovalNote.tooMuch(url, commit);
            }
            return approvals;
        }
    }

    /** Names of tags come from whoever may push, and stand in messages. */
    private static String printable(String name) {
        return name.replaceAll("[^!-~]", "?");
    }
}
