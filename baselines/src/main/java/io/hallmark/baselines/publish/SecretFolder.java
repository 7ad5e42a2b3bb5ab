package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.ConfinedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Credentials as files: {@code <folder>/<id>/<part>}. What a command line, a container and a systemd unit all can give. */
public final class SecretFolder implements SecretStore {
    private static final int MAX_PART = 1024 * 1024;

    private final Path folder;

    public SecretFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> read(String id, String part) {
        Path file = folder.resolve(id).resolve(part);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            Path confined = new ConfinedPath(folder.toRealPath()).resolve(id + "/" + part);
            if (Files.size(confined) > MAX_PART) {
                throw new BaselinesException(
                        file + " has " + Files.size(confined) + " bytes: no credential is over " + MAX_PART);
            }
            return Optional.of(Files.readAllBytes(confined));
        } catch (IOException e) {
            throw new BaselinesException(file + " can't be read: " + e + "; check its permissions", e);
        }
    }

    @Override
    public String describe(String id, String part) {
        return "the file " + folder.resolve(id).resolve(part);
    }
}
