package io.hallmark.baselines.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/** What the configuration of an image repository says about the servers behind it. */
final class Remotes {

    private Remotes() {}

    static Optional<String> url(Repository repository) {
        return remote(repository.getConfig())
                .map(remote -> repository.getConfig().getString("remote", remote, "url"));
    }

    /** In the order of git-lfs-config(5): {@code lfs.url}, {@code remote.<name>.lfsurl}, then {@code .lfsconfig}. */
    static Optional<String> lfsUrl(Repository repository) throws IOException {
        Config own = repository.getConfig();
        Optional<String> url = Optional.ofNullable(own.getString("lfs", null, "url"))
                .or(() -> remote(own).map(remote -> own.getString("remote", remote, "lfsurl")));
        if (url.isPresent() || repository.isBare()) {
            return url;
        }
        File shared = new File(repository.getWorkTree(), ".lfsconfig");
        FileBasedConfig config = new FileBasedConfig(shared, FS.DETECTED);
        try {
            config.load();
        } catch (ConfigInvalidException e) {
            throw new IOException(shared + ": " + e.getMessage(), e);
        }
        return Optional.ofNullable(config.getString("lfs", null, "url"))
                .or(() -> remote(own).map(remote -> config.getString("remote", remote, "lfsurl")));
    }

    static Path lfsStorage(Repository repository) {
        String storage = repository.getConfig().getString("lfs", null, "storage");
        return repository.getCommonDirectory().toPath().resolve(storage == null ? "lfs" : storage);
    }

    private static Optional<String> remote(Config config) {
        Set<String> remotes = config.getSubsections("remote");
        if (remotes.contains("origin")) {
            return Optional.of("origin");
        }
        return remotes.size() == 1 ? Optional.of(remotes.iterator().next()) : Optional.empty();
    }
}
