package io.hallmark.baselines.source;

import io.hallmark.baselines.io.SafeUrl;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Downloads through the batch API of an LFS server (git-lfs/docs/api/batch.md), transfer adapter "basic". */
final class LfsServer {
    private static final String MEDIA_TYPE = "application/vnd.git-lfs+json";
    private static final int MAX_ANSWER = 1 << 20;

    /** Headers that the HTTP client sets itself and refuses from others. */
    private static final Set<String> CLIENTS_OWN =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    private static final Pattern ESCAPED_SLASH = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\/");

    private final Http http;
    private final URI server;
    private final Map<String, String> authorization;

    /** @param known a URL whose user and password are good for its own server */
    LfsServer(Http http, URI server, Optional<URI> known) {
        this.http = http;
        this.server = server;
        this.authorization = server.getUserInfo() != null
                ? Http.basicAuthorization(server)
                : known.filter(url -> Http.sameServer(url, server))
                        .map(Http::basicAuthorization)
                        .orElse(Map.of());
    }

    void fetch(LfsPointer pointer, Sink sink) throws IOException {
        Map<?, ?> object = ask(pointer);
        Map<?, ?> action = map(map(object.get("actions")).get("download"));
        if (!(action.get("href") instanceof String href)) {
            Object reason = map(object.get("error")).get("message");
            throw new IOException("the LFS server " + SafeUrl.of(server.toString()) + " does not give the object: "
                    + (reason instanceof String text ? text.lines().findFirst().orElse("") : "no reason given"));
        }
        URI url = parse(href);
        Map<String, String> headers = new LinkedHashMap<>();
        if (Http.sameServer(url, server) && !Boolean.TRUE.equals(object.get("authenticated"))) {
            headers.putAll(authorization);
        }
        map(action.get("header")).forEach((name, value) -> {
            if (!CLIENTS_OWN.contains(name.toString().toLowerCase(Locale.ROOT))) {
                headers.put(name.toString(), String.valueOf(value));
            }
        });
        http.get(url, headers, sink);
    }

    private Map<?, ?> ask(LfsPointer pointer) throws IOException {
        String object = "{\"oid\":\"" + pointer.oid() + "\",\"size\":" + pointer.size() + "}";
        String question = "{\"operation\":\"download\",\"transfers\":[\"basic\"],\"hash_algo\":\"sha256\","
                + "\"objects\":[" + object + "]}";
        Map<String, String> headers = new LinkedHashMap<>(authorization);
        headers.put("Accept", MEDIA_TYPE);
        headers.put("Content-Type", MEDIA_TYPE);
        URI batch = URI.create(server.toString().replaceFirst("/+$", "") + "/objects/batch");
        Path answer = Files.createTempFile("lfs", ".json");
        try (Sink sink = new Sink(answer, MAX_ANSWER)) {
            http.post(batch, headers, question, sink);
            return object(Files.readString(answer));
        } catch (YAMLException e) {
            throw new IOException("the LFS server's answer is no JSON", e);
        } finally {
            Files.deleteIfExists(answer);
        }
    }

    /** JSON is read as YAML, which it is but for tabs and one escape. */
    private static Map<?, ?> object(String json) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_ANSWER);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(20);
        Object answer = new Yaml(new SafeConstructor(options))
                .load(ESCAPED_SLASH.matcher(json.replace('\t', ' ')).replaceAll("$1/"));
        return map(answer).get("objects") instanceof List<?> objects && !objects.isEmpty()
                ? map(objects.get(0))
                : Map.of();
    }

    private URI parse(String href) throws IOException {
        try {
            URI url = new URI(href);
            if (Http.isAllowed(server, url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below, without the cause: the URL may carry a signature.
        }
        throw new IOException("the LFS server points to " + SafeUrl.of(href) + ", which is not followed");
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
