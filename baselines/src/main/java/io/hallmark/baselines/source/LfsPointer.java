package io.hallmark.baselines.source;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text that Git LFS keeps in the repository instead of a large file, after its specification
 * (git-lfs/docs/spec.md, "The Pointer").
 *
 * @param oid SHA-256 of the file, lower-case hex
 * @param size of the file in bytes
 */
public record LfsPointer(String oid, long size) {

    /** Pointers are shorter than this, says the specification. */
    public static final int MAX_SIZE = 1024;

    private static final Pattern VERSION =
            Pattern.compile("version https?://(git-lfs\\.github\\.com/spec|hawser\\.github\\.com/spec)/v\\d+");
    private static final Pattern OID = Pattern.compile("oid sha256:([0-9a-f]{64})");
    private static final Pattern SIZE = Pattern.compile("size (\\d{1,18})");
    private static final Pattern KEY = Pattern.compile("[a-z0-9.-]+ .+");

    /**
     * Reads a pointer. What begins like one and is none is an error rather than an artifact: measuring it would give
     * golden values that no node can show.
     *
     * @param content of a file of up to {@link #MAX_SIZE} bytes
     * @return empty when the content is no pointer
     * @throws BaselinesException when it is a broken pointer or one of a kind that is not supported
     */
    public static Optional<LfsPointer> parse(byte[] content) {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !VERSION.matcher(lines.get(0)).matches()) {
            return Optional.empty();
        }
        if (content.length >= MAX_SIZE || !lines.get(0).endsWith("git-lfs.github.com/spec/v1")) {
            throw broken(lines.get(0));
        }
        String oid = "";
        long size = -1;
        for (String line : lines.subList(1, lines.size())) {
            Matcher oidLine = OID.matcher(line);
            Matcher sizeLine = SIZE.matcher(line);
            if (oidLine.matches() && oid.isEmpty()) {
                oid = oidLine.group(1);
            } else if (sizeLine.matches() && size < 0) {
                size = Long.parseLong(sizeLine.group(1));
            } else if (line.startsWith("ext-") || !KEY.matcher(line).matches() || line.matches("(oid|size) .*")) {
                throw broken(line);
            }
        }
        if (oid.isEmpty() || size < 0) {
            throw broken("no oid or size");
        }
        return Optional.of(new LfsPointer(oid, size));
    }

    /** The pointer that a file holds, if it holds one. */
    static Optional<LfsPointer> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(MAX_SIZE + 1);
            return start.length > MAX_SIZE ? Optional.empty() : parse(start);
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be read: " + e.getMessage() + "; check its permissions", e);
        } catch (BaselinesException e) {
            throw new BaselinesException(file + ": " + e.getMessage(), e);
        }
    }

    private static BaselinesException broken(String where) {
        return new BaselinesException("a Git LFS pointer that can't be followed ('" + where.replaceAll("\\p{Cc}", "?")
                + "'): run 'git lfs pull', so that the file itself is here");
    }
}
