package io.hallmark.baselines.document;

import java.util.Objects;
import java.util.Optional;

/** Where an artifact's bytes, or at least its digests, are. Two are equal wherever in a document they stand. */
public sealed interface ArtifactLocation {

    /** Where the document says it, for messages. */
    Source source();

    /**
     * A file of the image repository, or what a Git LFS pointer there stands for.
     *
     * @param path relative, without {@code ..}
     */
    record InRepository(String path, Source source) implements ArtifactLocation {
        @Override
        public boolean equals(Object other) {
            return other instanceof InRepository that && path.equals(that.path);
        }

        @Override
        public int hashCode() {
            return path.hashCode();
        }
    }

    /**
     * A file that a build left in the workspace; Git does not track it.
     *
     * @param path relative, without {@code ..}
     */
    record BuildOutput(String path, Source source) implements ArtifactLocation {
        @Override
        public boolean equals(Object other) {
            return other instanceof BuildOutput that && path.equals(that.path);
        }

        @Override
        public int hashCode() {
            return path.hashCode();
        }
    }

    /**
     * A file that is fetched once and held against its digest.
     *
     * @param url of scheme https, http or file
     * @param sha256 lower-case hex
     */
    record Download(String url, String sha256, Source source) implements ArtifactLocation {
        @Override
        public boolean equals(Object other) {
            return other instanceof Download that && url.equals(that.url) && sha256.equals(that.sha256);
        }

        @Override
        public int hashCode() {
            return Objects.hash(url, sha256);
        }
    }

    /**
     * A digest file that {@code hallmark digest} wrote where the artifact is.
     *
     * @param path of the digest file, relative, without {@code ..}
     * @param file which of the files in it, when it has several
     */
    record InDigestFile(String path, Optional<String> file, Source source) implements ArtifactLocation {
        @Override
        public boolean equals(Object other) {
            return other instanceof InDigestFile that && path.equals(that.path) && file.equals(that.file);
        }

        @Override
        public int hashCode() {
            return Objects.hash(path, file);
        }
    }
}
