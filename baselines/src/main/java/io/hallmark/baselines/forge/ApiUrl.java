package io.hallmark.baselines.forge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.SafeUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the interface of a forge is: {@code https://git.example.org/api/v1}. A token goes there, so it is HTTPS, or on
 * this machine itself.
 *
 * @param text without a slash at the end
 */
record ApiUrl(String text) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    /** @throws BaselinesException when it is no such URL */
    static ApiUrl of(String text) {
        URI url = parse(text)
                .filter(uri -> uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null)
                .orElseThrow(() -> new BaselinesException("'" + SafeUrl.of(text) + "' is no URL of a forge's interface:"
                        + " give --forge-url like https://git.example.org/api/v1, without user, '?' and '#'"));
        boolean open = "http".equalsIgnoreCase(url.getScheme())
                && LOOPBACK.matcher(url.getHost()).matches();
        if (!open && !"https".equalsIgnoreCase(url.getScheme())) {
            throw new BaselinesException("the token of the forge is sent over https only, and " + SafeUrl.of(text)
                    + " is not: give --forge-url https://…");
        }
        return new ApiUrl(text.replaceFirst("/+$", ""));
    }

    /**
     * A request's URL.
     *
     * @param path from the interface's root on, encoded, with a slash before it
     * @param query names and values, which are encoded here
     */
    URI resolve(String path, Map<String, String> query) {
        String encoded = new TreeMap<>(query)
                .entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return URI.create(text + path + (encoded.isEmpty() ? "" : "?" + encoded));
    }

    /** The path without the slashes around it; empty when the interface is at the root. */
    String path() {
        return URI.create(text).getPath().replaceFirst("^/+", "");
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
