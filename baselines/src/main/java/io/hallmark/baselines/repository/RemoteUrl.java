package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.SafeUrl;
import io.hallmark.measuredboot.digest.Bank;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;

/**
 * Where a repository is.
 *
 * @param address without password, and for HTTP without user
 * @param shown for messages
 * @param own what the URL itself says about who asks
 */
record RemoteUrl(URIish address, String shown, Optional<Credentials> own) {
    private static final Set<String> SCHEMES = Set.of("http", "https", "ssh", "file");

    static RemoteUrl of(String url) {
        String shown = SafeUrl.of(url);
        URIish uri;
        try {
            uri = new URIish(url);
        } catch (URISyntaxException e) {
            // No cause: its message repeats the URL with the password in it.
            throw new BaselinesException(
                    "'" + shown + "' is no URL of a Git repository: give an https, ssh or file URL, or a path");
        }
        if (uri.getScheme() != null && !SCHEMES.contains(uri.getScheme())) {
            throw new BaselinesException("'" + shown + "': repositories are not read over " + uri.getScheme()
                    + ": use an https, ssh or file URL, or a path");
        }
        if (uri.getHost() == null) {
            return local(Path.of(uri.getPath()));
        }
        boolean http = uri.getScheme() != null && uri.getScheme().startsWith("http");
        Optional<Credentials> own = Optional.empty();
        if (uri.getPass() != null || (http && uri.getUser() != null)) {
            char[] password =
                    uri.getPass() == null ? new char[0] : uri.getPass().toCharArray();
            String user = uri.getUser() == null ? "" : uri.getUser();
            own = Optional.of(new Credentials.UserPassword(user, password::clone));
        }
        URIish address = uri.setPass(null);
        return new RemoteUrl(http ? address.setUser(null) : address, shown, own);
    }

    /** Whether a URL leads to another machine; one that can't be read does not. */
    static boolean onNetwork(String url) {
        try {
            URIish uri = new URIish(url);
            return uri.getHost() != null && !"file".equals(uri.getScheme());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static RemoteUrl local(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new BaselinesException(absolute + " is no Git repository: give the path or URL of a Git repository");
        }
        URIish address = new URIish().setPath(absolute.toString());
        return new RemoteUrl(address, absolute.toString(), Optional.empty());
    }

    /** The folder, when the repository is on this machine. */
    Optional<Path> folder() {
        return address.getHost() == null ? Optional.of(Path.of(address.getPath())) : Optional.empty();
    }

    /** A file name that stands for the address. */
    String key() {
        return Bank.SHA256
                .hash(address.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 40);
    }
}
