package io.hallmark.baselines.io;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds files below a folder, for paths that somebody else wrote. A path is followed component by component and link by
 * link: the real path alone does not show that a link went out of the folder and came back in.
 */
public final class ConfinedPath {
    private static final int MAX_LINKS = 40;
    private static final int MAX_LENGTH = 4096;

    private final Path root;

    /** @param root a folder's real path */
    public ConfinedPath(Path root) {
        this.root = root;
    }

    /**
     * The plain file at a path.
     *
     * @param asked relative, with slashes
     * @return the file's path without symbolic links
     * @throws BaselinesException when the path or a link leaves the folder or enters {@code .git}, nothing is there, or
     *     it is not a plain file
     */
    public Path resolve(String asked) {
        if (asked.isEmpty() || asked.length() > MAX_LENGTH || asked.startsWith("/") || asked.contains("\\")) {
            throw new BaselinesException("'" + shown(asked) + "' is no path in the repository: give it relative to "
                    + root + ", with slashes");
        }
        Deque<String> ahead = new ArrayDeque<>();
        prepend(ahead, asked);
        Path here = root;
        int links = 0;
        while (!ahead.isEmpty()) {
            here = step(here, ahead.pop(), asked);
            BasicFileAttributes attributes = attributes(here, asked);
            if (attributes.isSymbolicLink()) {
                if (++links > MAX_LINKS) {
                    throw new BaselinesException(
                            asked + ": more than " + MAX_LINKS + " symbolic links: they go in a circle");
                }
                follow(here, asked, ahead);
                here = here.getParent();
            } else if (ahead.isEmpty() && !attributes.isRegularFile()) {
                throw new BaselinesException(asked + " in " + root + " is a "
                        + (attributes.isDirectory() ? "folder" : "device, pipe or socket")
                        + ": give the path of a plain file");
            }
        }
        if (!Files.isRegularFile(here, LinkOption.NOFOLLOW_LINKS)) {
            throw new BaselinesException(asked + " in " + root + " is a folder: give the path of a plain file");
        }
        return here;
    }

    private Path step(Path here, String name, String asked) {
        if (name.isEmpty() || name.equals(".")) {
            return here;
        }
        if (name.equals("..")) {
            if (here.equals(root)) {
                throw new BaselinesException("'" + shown(asked) + "' leaves the repository " + root
                        + ": copy the file into it, or give a URL");
            }
            return here.getParent();
        }
        if (name.equalsIgnoreCase(".git")) {
            throw new BaselinesException("'" + shown(asked) + "' leads into " + name
                    + ", where only Git writes: check the file out (with git-annex, 'git annex unlock' it)");
        }
        try {
            return here.resolve(name);
        } catch (InvalidPathException e) {
            throw new BaselinesException("'" + shown(asked) + "' can't be a path: " + e.getReason(), e);
        }
    }

    private void follow(Path link, String asked, Deque<String> ahead) {
        try {
            Path target = Files.readSymbolicLink(link);
            if (target.isAbsolute()) {
                throw new BaselinesException(asked + ": the symbolic link " + root.relativize(link)
                        + " is absolute and means another file on each machine: make it relative");
            }
            prepend(ahead, target.toString());
        } catch (IOException e) {
            throw new BaselinesException(link + " can't be read: " + e.getMessage(), e);
        }
    }

    private BasicFileAttributes attributes(Path file, String asked) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new BaselinesException(
                    "no file " + asked + " in " + root + ": build it, check it out, or correct the path"
                            + (endsWith(file, asked)
                                    ? ""
                                    : " (a link on the way leads to " + root.relativize(file) + ")"),
                    e);
        } catch (IOException e) {
            // Also when a plain file stands where the path wants a folder.
            throw new BaselinesException(
                    asked + " in " + root + " can't be reached: " + e.getClass().getSimpleName() + " at "
                            + root.relativize(file) + "; check the path and its permissions",
                    e);
        }
    }

    private boolean endsWith(Path file, String asked) {
        return Path.of(asked).normalize().startsWith(root.relativize(file));
    }

    private static void prepend(Deque<String> ahead, String path) {
        String[] names = path.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            ahead.push(names[i]);
        }
    }

    private static String shown(String path) {
        return path.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
