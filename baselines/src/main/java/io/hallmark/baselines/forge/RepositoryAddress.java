package io.hallmark.baselines.forge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.SafeUrl;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of a forge, as the URL that Git uses tells it: {@code https://host/owner/name.git},
 * {@code ssh://git@host:2222/owner/name} or {@code git@host:owner/name.git}.
 *
 * @param server scheme, host and port of the forge's pages: {@code https://git.example.org}
 * @param host in lower case, without port
 * @param path the parts of the path, at least two; of the name {@code .git} is cut off
 */
record RepositoryAddress(String server, String host, List<String> path) {
    private static final Pattern URL = Pattern.compile(
            "(https?|ssh|git\\+ssh|ssh\\+git)://(?:[^/@]*@)?([^/:@?#]+|\\[[0-9A-Fa-f:.]+])(:[0-9]+)?/([^?#]*)");

    private static final Pattern SCP = Pattern.compile("(?:[^/@:]+@)?([^/:@]{2,}):(?!//)/?([^?#]*)");

    /** What names of owners, groups and repositories are made of; a part of dots only would leave the path. */
    private static final Pattern PART = Pattern.compile("(?!\\.+$)[A-Za-z0-9._~+-]{1,255}");

    /** Hosts that take SSH on the port of HTTPS, and nothing else. */
    private static final Map<String, String> SSH_ONLY =
            Map.of("ssh.github.com", "github.com", "altssh.gitlab.com", "gitlab.com");

    /** @throws BaselinesException when the URL is of no repository of a forge */
    static RepositoryAddress of(String url) {
        Matcher full = URL.matcher(url);
        if (full.matches()) {
            boolean http = full.group(1).startsWith("http");
            String host = host(full.group(2));
            String port = http && full.group(3) != null ? full.group(3) : "";
            return new RepositoryAddress(
                    (http ? full.group(1) : "https") + "://" + host + port, host, path(url, full.group(4)));
        }
        Matcher scp = SCP.matcher(url);
        if (!scp.matches()) {
            throw error(url);
        }
        String host = host(scp.group(1));
        return new RepositoryAddress("https://" + host, host, path(url, scp.group(2)));
    }

    RepositoryAddress {
        path = List.copyOf(path);
    }

    String owner() {
        return path.get(path.size() - 2);
    }

    String name() {
        return path.get(path.size() - 1);
    }

    private static String host(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return SSH_ONLY.getOrDefault(lower, lower);
    }

    private static List<String> path(String url, String path) {
        List<String> parts = Arrays.stream(
                        path.replaceFirst("/+$", "").replaceFirst("\\.git$", "").split("/", -1))
                .toList();
        if (parts.size() < 2
                || !parts.stream().allMatch(part -> PART.matcher(part).matches())) {
            throw error(url);
        }
        return parts;
    }

    private static BaselinesException error(String url) {
        return new BaselinesException("'" + SafeUrl.of(url) + "' is no repository of a forge, so it can have no pull"
                + " requests: leave out --forge, or give the URL as https://host/owner/name.git or"
                + " git@host:owner/name.git");
    }
}
