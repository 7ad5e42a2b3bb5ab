package io.hallmark.baselines.delivery;

import io.hallmark.baselines.document.OwnFilesDocument;
import io.hallmark.baselines.publish.OwnedFiles;
import io.hallmark.baselines.repository.Snapshot;
import java.util.Optional;
import java.util.Set;

/** The folder of a delivery as it is in one commit; it stays the same whatever is pushed afterwards. */
public final class DeliveredFiles implements OwnedFiles {
    private final Place place;
    private final Optional<Snapshot> state;

    DeliveredFiles(Place place, Optional<Snapshot> state) {
        this.place = place;
        this.state = state;
    }

    /** The full id of the commit; empty when the branch is not there. */
    public Optional<String> commit() {
        return state.map(Snapshot::commit);
    }

    @Override
    public Set<String> own() {
        return list().paths();
    }

    @Override
    public Optional<byte[]> read(String path) {
        return content(OwnFilesDocument.check(path));
    }

    OwnFilesDocument list() {
        return content(OwnFilesDocument.FILE)
                .map(bytes -> OwnFilesDocument.read(
                        place.path(OwnFilesDocument.FILE) + " in "
                                + state.orElseThrow().describe(),
                        bytes))
                .orElse(OwnFilesDocument.NONE);
    }

    private Optional<byte[]> content(String path) {
        state.ifPresent(commit -> commit.requireFolders(place.path(path)));
        return state.flatMap(commit -> commit.read(place.path(path)));
    }
}
