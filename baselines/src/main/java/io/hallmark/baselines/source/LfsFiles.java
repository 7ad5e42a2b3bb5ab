package io.hallmark.baselines.source;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.SafeUrl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.util.FS;

/** The files behind Git LFS pointers: from this machine if they are here, else from the repository's LFS server. */
final class LfsFiles {
    private final WorkingTree tree;
    private final Downloads downloads;

    LfsFiles(WorkingTree tree, Downloads downloads) {
        this.tree = tree;
        this.downloads = downloads;
    }

    /** @throws BaselinesException when the content can't be had */
    Path get(LfsPointer pointer, String path) {
        ContentStore store = downloads.store();
        Optional<Path> here = tree.lfsStorage()
                .map(storage -> objectIn(storage, pointer))
                .filter(file -> isGood(file, pointer))
                .or(() -> store.find(pointer.oid()));
        if (here.isPresent()) {
            return here.get();
        }
        try {
            return store.get(pointer.oid(), path + " (Git LFS)", pointer.size(), sink -> {
                fetch(pointer, sink);
                if (sink.count() != pointer.size()) {
                    throw new IOException("it has " + sink.count() + " bytes instead of " + pointer.size());
                }
            });
        } catch (BaselinesException e) {
            throw new BaselinesException(
                    path + " is kept by Git LFS and not here: run 'git lfs pull' in " + tree.root() + " ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private boolean isGood(Path file, LfsPointer pointer) {
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) == pointer.size()
                    && downloads.store().isVerified(file, pointer.oid());
        } catch (IOException e) {
            return false;
        }
    }

    private void fetch(LfsPointer pointer, Sink sink) throws IOException {
        String remote = tree.lfsUrl()
                .or(tree::fullRemoteUrl)
                .orElseThrow(() -> new IOException("the repository has no remote"));
        if (pointer.size() > downloads.limits().maxBytes()) {
            throw new Sink.TooLarge(downloads.limits().maxBytes());
        }
        Optional<URI> server = LfsEndpoint.of(remote, tree.lfsUrl().isPresent());
        if (server.isPresent()) {
            new LfsServer(downloads.http(), server.get(), authorizationSource()).fetch(pointer, sink);
        } else {
            ContentStore.copy(onThisMachine(remote, pointer), sink);
        }
    }

    private Optional<URI> authorizationSource() {
        return tree.fullRemoteUrl().flatMap(url -> LfsEndpoint.of(url, false));
    }

    private Path onThisMachine(String remote, LfsPointer pointer) throws IOException {
        Path folder = tree.root().resolve(remote.replaceFirst("^file://", ""));
        Path git = Optional.ofNullable(RepositoryCache.FileKey.resolve(folder.toFile(), FS.DETECTED))
                .orElseThrow(() -> new IOException(SafeUrl.of(remote) + " is no Git repository"))
                .toPath();
        Path object = objectIn(git.resolve("lfs"), pointer);
        if (!Files.isRegularFile(object)) {
            throw new IOException(SafeUrl.of(remote) + " has no LFS object " + pointer.oid());
        }
        return object;
    }

    private static Path objectIn(Path storage, LfsPointer pointer) {
        List<String> names =
                List.of(pointer.oid().substring(0, 2), pointer.oid().substring(2, 4), pointer.oid());
        return storage.resolve("objects").resolve(String.join("/", names));
    }
}
