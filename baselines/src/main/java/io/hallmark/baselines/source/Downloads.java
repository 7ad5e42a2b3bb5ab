package io.hallmark.baselines.source;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.SafeUrl;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Fetches files over https, http and from {@code file:} URLs, each once: content of a known digest is kept in the cache
 * and used without the network afterwards.
 *
 * <p>A cached file counts as good while its size and modification time are what they were when its digest was right;
 * else it is digested again, and fetched again when it is wrong. Safe for use by several threads and processes.
 */
public final class Downloads {
    private final ContentStore store;
    private final Limits limits;
    private final Http http;

    /**
     * What a server may do to us.
     *
     * @param maxBytes the largest file
     * @param connect how long connecting may take
     * @param stall how long nothing may arrive
     * @param maxRedirects how often a server may send us elsewhere
     */
    public record Limits(long maxBytes, Duration connect, Duration stall, int maxRedirects) {
        public static final Limits DEFAULT = new Limits(8L << 30, Duration.ofSeconds(20), Duration.ofSeconds(60), 5);
    }

    /** @param cacheDirectory made when it is missing; may be shared */
    public Downloads(Path cacheDirectory, Limits limits) {
        this.store = new ContentStore(cacheDirectory);
        this.limits = limits;
        this.http = new Http(limits);
    }

    public Downloads(Path cacheDirectory) {
        this(cacheDirectory, Limits.DEFAULT);
    }

    /**
     * The file in the cache that has the content of the URL.
     *
     * @param sha256 64 hex digits
     * @throws BaselinesException when it can't be fetched within the limits, or its digest is another
     */
    public Path get(String url, String sha256) {
        String shown = SafeUrl.of(url);
        String digest = sha256.toLowerCase(Locale.ROOT);
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new BaselinesException("'" + sha256 + "' for " + shown + " is no SHA-256: give 64 hex digits");
        }
        URI uri = parse(url, shown);
        return store.get(digest, shown, limits.maxBytes(), sink -> {
            if (uri.getScheme().equalsIgnoreCase("file")) {
                ContentStore.copy(local(uri, shown), sink);
            } else {
                http.get(uri, Http.basicAuthorization(uri), sink);
            }
        });
    }

    ContentStore store() {
        return store;
    }

    Http http() {
        return http;
    }

    Limits limits() {
        return limits;
    }

    private static URI parse(String url, String shown) {
        try {
            URI uri = new URI(url);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            boolean web = scheme.matches("https?") && uri.getHost() != null;
            if (web || (scheme.equals("file") && uri.getPath() != null)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, without the cause: it repeats the URL with all that is in it.
        }
        throw new BaselinesException(
                "'" + shown + "' is no URL that artifacts are fetched from: give an https, http or file URL,"
                        + " with blanks written as %20");
    }

    private static Path local(URI uri, String shown) throws IOException {
        Path file;
        try {
            file = Path.of(URI.create("file://" + uri.getRawPath()));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IOException("it names no file", e);
        }
        if (!Files.isRegularFile(file)) {
            throw new BaselinesException(shown + ": no such plain file: check the path");
        }
        return file;
    }
}
