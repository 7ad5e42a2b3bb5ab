package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code .hallmark-files.json} in a folder that Hallmark shares with others: which files are its own. Only these it
 * replaces and removes.
 *
 * @param paths from the folder on, with slashes, sorted
 */
public record OwnFilesDocument(SortedSet<String> paths) {
    /** The name of the file. */
    public static final String FILE = ".hallmark-files.json";

    /** Nothing is Hallmark's. */
    public static final OwnFilesDocument NONE = new OwnFilesDocument(Collections.emptySortedSet());

    private static final String SCHEMA = "hallmark/files/v1";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");
    private static final int MOST_PARTS = 16;

    /** @throws BaselinesException when a path is none that Hallmark writes */
    public OwnFilesDocument {
        paths.forEach(OwnFilesDocument::check);
        paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
    }

    /**
     * Reads the document.
     *
     * @param where it is, for messages
     * @throws BaselinesException when it is another document, or names a path that Hallmark does not write
     */
    public static OwnFilesDocument read(String where, byte[] bytes) {
        Map<String, Object> document = PlainJson.readObject(where, bytes);
        if (!SCHEMA.equals(document.get("schema")) || !(document.get("files") instanceof List<?> files)) {
            throw new BaselinesException(where + " is no list of files that Hallmark wrote: choose another 'path', or"
                    + " remove what is there");
        }
        SortedSet<String> paths = new TreeSet<>();
        files.forEach(path -> paths.add(String.valueOf(path)));
        return new OwnFilesDocument(paths);
    }

    /** The document in its canonical form. */
    public byte[] toJson() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("files", List.copyOf(paths));
        return CanonicalJson.write(document).getBytes(StandardCharsets.UTF_8);
    }

    /** The same with one more path. */
    public OwnFilesDocument with(String path) {
        SortedSet<String> more = new TreeSet<>(paths);
        more.add(path);
        return new OwnFilesDocument(more);
    }

    /** The same without a path. */
    public OwnFilesDocument without(String path) {
        SortedSet<String> fewer = new TreeSet<>(paths);
        fewer.remove(path);
        return new OwnFilesDocument(fewer);
    }

    /**
     * A path that Hallmark may write: names of letters, digits, {@code .}, {@code _} and {@code -}, none of them hidden.
     *
     * @throws BaselinesException for any other
     */
    public static String check(String path) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() > MOST_PARTS
                || !parts.stream().allMatch(part -> NAME.matcher(part).matches())) {
            throw new BaselinesException("'" + path.replaceAll("[^ -~]", "?") + "' is no path that Hallmark writes");
        }
        return path;
    }
}
