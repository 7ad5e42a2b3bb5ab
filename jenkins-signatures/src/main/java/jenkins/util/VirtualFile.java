package jenkins.util;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** Signature of Jenkins' {@code VirtualFile}. One of a disk behaves, for patterns that take all files. */
public abstract class VirtualFile implements Serializable {
    private static final long serialVersionUID = 1L;

    public abstract boolean isFile() throws IOException;

    public abstract boolean exists() throws IOException;

    public abstract VirtualFile child(String name);

    public abstract InputStream open() throws IOException;

    public Collection<String> list(String includes, String excludes, boolean useDefaultExcludes) throws IOException {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public static VirtualFile forFile(File file) {
        return new OnDisk(file);
    }

    private static final class OnDisk extends VirtualFile {
        private static final long serialVersionUID = 1L;

        private final File file;

        OnDisk(File file) {
            this.file = file;
        }

        @Override
        public boolean isFile() {
            return file.isFile();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }

        @Override
        public VirtualFile child(String name) {
            return new OnDisk(new File(file, name));
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file.toPath());
        }

        @Override
        public Collection<String> list(String includes, String excludes, boolean useDefaultExcludes)
                throws IOException {
            if (!includes.equals("**") || excludes != null) {
                throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
            }
            Path root = file.toPath();
            if (!Files.isDirectory(root)) {
                return java.util.List.of();
            }
            try (Stream<Path> all = Files.walk(root)) {
                return all.filter(Files::isRegularFile)
                        .map(each -> root.relativize(each).toString().replace(File.separatorChar, '/'))
                        .toList();
            }
        }
    }
}
