package io.hallmark.verifierbridge.directory;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.document.PlainJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A folder that Hallmark writes into, with a list of the files that are its own: only these it replaces and removes.
 *
 * <p>A name is on the list before the file is there, and until after it is gone, so that whatever a crash leaves is still
 * Hallmark's. No symbolic link below the folder is followed.
 */
final class OwnFolder {
    static final String LIST = ".hallmark-files.json";
    private static final String SCHEMA = "hallmark/files/v1";
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");
    private static final int MOST_PARTS = 16;

    private final Path folder;

    OwnFolder(Path folder) {
        this.folder = folder;
    }

    /** The paths of the files that Hallmark wrote, sorted. */
    Set<String> own() {
        Optional<byte[]> list = bytes(folder.resolve(LIST));
        Set<String> own = new TreeSet<>();
        if (list.isPresent()) {
            Map<String, Object> document =
                    PlainJson.readObject(folder.resolve(LIST).toString(), list.get());
            if (!SCHEMA.equals(document.get("schema")) || !(document.get("files") instanceof List<?> files)) {
                throw new BaselinesException(folder.resolve(LIST) + " is no list of files that Hallmark wrote: choose"
                        + " another 'path', or remove what is there");
            }
            files.forEach(path -> own.add(checked(String.valueOf(path))));
        }
        return own;
    }

    /** The content of a file, if there is one. */
    Optional<byte[]> read(String path) {
        return bytes(resolve(path));
    }

    /** Writes a file as a whole or not at all. */
    void write(String path, byte[] content) {
        Path file = resolve(path);
        list(own -> with(own, path));
        try {
            Files.createDirectories(file.getParent());
            resolve(path);
            replace(file, content);
        } catch (IOException e) {
            throw failed(file, "written", e);
        }
    }

    /** Removes a file of its own, and the folders that are empty then. */
    void remove(String path) {
        Path file = resolve(path);
        try {
            Files.deleteIfExists(file);
            for (Path parent = file.getParent(); !parent.equals(folder); parent = parent.getParent()) {
                Files.deleteIfExists(parent);
            }
        } catch (DirectoryNotEmptyException e) {
            // Others are still in it.
        } catch (IOException e) {
            throw failed(file, "removed", e);
        }
        list(own -> without(own, path));
    }

    private void list(UnaryOperator<Set<String>> change) {
        Set<String> before = own();
        Set<String> after = change.apply(new TreeSet<>(before));
        if (before.equals(after)) {
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("files", List.copyOf(after));
        try {
            Files.createDirectories(folder);
            replace(folder.resolve(LIST), CanonicalJson.write(document).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(folder.resolve(LIST), "written", e);
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".hallmark-new");
        try {
            Files.deleteIfExists(temporary);
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The place of a file; no folder on the way may be a link. */
    private Path resolve(String path) {
        Path here = folder;
        for (String part : checked(path).split("/")) {
            here = here.resolve(part);
            if (Files.isSymbolicLink(here)) {
                throw new BaselinesException(here + " is a symbolic link, which could lead anywhere: remove it");
            }
        }
        return here;
    }

    private static String checked(String path) {
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() > MOST_PARTS
                || !parts.stream().allMatch(part -> NAME.matcher(part).matches())) {
            throw new BaselinesException("'" + path.replaceAll("[^ -~]", "?") + "' is no path that Hallmark writes");
        }
        return path;
    }

    private static Optional<byte[]> bytes(Path file) {
        OpenOption[] options = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new BaselinesException(file + " is a folder, where a file belongs: move it away");
            }
            try (InputStream in = Files.newInputStream(file, options)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new BaselinesException(file + " has more than " + LARGEST + " bytes: it is not Hallmark's");
                }
                return Optional.of(bytes);
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(file, "read", e);
        }
    }

    private static Set<String> with(Set<String> set, String path) {
        set.add(path);
        return set;
    }

    private static Set<String> without(Set<String> set, String path) {
        set.remove(path);
        return set;
    }

    private static BaselinesException failed(Path file, String what, IOException e) {
        return BaselinesException.remote(
                file + " can't be " + what + ": " + e.getClass().getSimpleName()
                        + "; check the permissions and free space of the folder",
                e);
    }
}
