package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/** Writes the folders and files of a commit. */
final class Trees {
    private Trees() {}

    /**
     * A tree with these files changed; equal content gives the equal id.
     *
     * @param base the tree before; empty for one with these files alone
     * @param files new content by path; empty deletes the file
     * @throws BaselinesException when a path or a size is not allowed
     */
    static ObjectId with(
            Repository repository,
            ObjectInserter inserter,
            Optional<? extends ObjectId> base,
            Map<String, Optional<byte[]>> files)
            throws IOException {
        DirCache index = DirCache.newInCore();
        if (base.isPresent()) {
            try (ObjectReader reader = repository.newObjectReader()) {
                DirCacheBuilder builder = index.builder();
                builder.addTree(new byte[0], 0, reader, base.get());
                builder.finish();
            }
        }
        DirCacheEditor editor = index.editor();
        for (Map.Entry<String, Optional<byte[]>> file : new TreeMap<>(files).entrySet()) {
            String path = Paths.check(file.getKey());
            if (file.getValue().isPresent()) {
                byte[] content = checked(path, file.getValue().get());
                editor.add(new Content(path, inserter.insert(Constants.OBJ_BLOB, content)));
            } else {
                editor.add(new DirCacheEditor.DeletePath(path));
            }
        }
        editor.finish();
        return index.writeTree(inserter);
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
