package io.hallmark.baselines.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.eclipse.jgit.transport.URIish;

/** Where the LFS server of a repository is, after git-lfs/docs/api/server-discovery.md. */
final class LfsEndpoint {

    private LfsEndpoint() {}

    /**
     * @param url of the repository, or of the server itself
     * @param isServer which of the two
     * @return empty when the repository is on this machine
     */
    static Optional<URI> of(String url, boolean isServer) {
        try {
            URIish remote = new URIish(url);
            if (remote.getHost() == null) {
                return Optional.empty();
            }
            if ("http".equals(remote.getScheme()) || "https".equals(remote.getScheme())) {
                return Optional.of(new URI(isServer ? url : withSuffix(url)));
            }
            String path = remote.getPath().startsWith("/") ? remote.getPath() : "/" + remote.getPath();
            return Optional.of(new URI("https", remote.getHost(), withSuffix(path), null));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String withSuffix(String url) {
        String plain = url.replaceFirst("/+$", "");
        return plain + (plain.endsWith(".git") ? "" : ".git") + "/info/lfs";
    }
}
