package io.hallmark.baselines.source;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.SafeUrl;
import java.nio.file.Path;

/** The artifacts of one image repository, wherever its description says that they are. */
public final class ArtifactFiles {
    private final WorkingTree tree;
    private final Downloads downloads;
    private final LfsFiles lfs;

    /** @param tree of the image repository */
    public ArtifactFiles(WorkingTree tree, Downloads downloads) {
        this.tree = tree;
        this.downloads = downloads;
        this.lfs = new LfsFiles(tree, downloads);
    }

    /**
     * A file of the image repository. When that is a Git LFS pointer, the file that it stands for.
     *
     * @param path relative to the repository's root, with slashes
     * @throws BaselinesException when there is no such file, the path leaves the repository, or LFS content can't be
     *     had
     */
    public LocalFile inRepository(String path) {
        Path file = tree.resolve(path);
        return new LocalFile(
                LfsPointer.read(file).map(pointer -> lfs.get(pointer, path)).orElse(file), path);
    }

    /**
     * The content of a URL.
     *
     * @param sha256 of the content, 64 hex digits
     * @throws BaselinesException when it can't be fetched or is something else
     */
    public LocalFile download(String url, String sha256) {
        return new LocalFile(downloads.get(url, sha256), SafeUrl.of(url));
    }
}
