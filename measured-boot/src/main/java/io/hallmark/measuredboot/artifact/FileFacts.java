package io.hallmark.measuredboot.artifact;

import io.hallmark.measuredboot.digest.Digests;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a prediction needs to know of a file, so that the file itself need not be at hand: read in one pass where
 * the file is, and carried in a digest file.
 *
 * @param size in bytes
 * @param digests of the whole content, in every bank that was asked for
 * @param pe what a PE file has besides
 * @param product what the file says of itself; decides which rows of the loaders' tables apply
 * @param content the bytes themselves, of small files only (see {@link #KEPT_CONTENT})
 * @param compositions digests of {@link Composition}s of this file's parts that were computed in the same pass, by key
 * @param notes facts for people, one line each: package, SBAT, signer
 */
public record FileFacts(
        long size,
        Digests digests,
        Optional<PeFacts> pe,
        Optional<Product> product,
        Optional<Content> content,
        Map<String, Digests> compositions,
        List<String> notes) {

    /** Files up to this size, in bytes, keep their content: boot scripts, loader entries, credentials. */
    public static final int KEPT_CONTENT = 64 * 1024;

    public FileFacts {
        compositions = Map.copyOf(compositions);
        notes = List.copyOf(notes);
    }

    /** Of what tells files apart: facts are large, and predictions are remembered by them. */
    @Override
    public int hashCode() {
        return digests.hashCode();
    }

    /** The version of a program, if that is what the file says it is: {@code version(Product.GRUB)}. */
    public Optional<String> version(String program) {
        return product.filter(known -> known.name().equals(program)).map(Product::version);
    }

    /** Facts of a file that is known by its digests alone. */
    public static FileFacts ofDigests(long size, Digests digests) {
        return new FileFacts(size, digests, Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), List.of());
    }
}
