package io.hallmark.baselines.repository;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How Hallmark shows a Git server who it is. Secrets are asked for when they are needed and never kept, printed or
 * logged.
 */
public sealed interface Credentials {

    /** What the user's own Git would use: what the URL carries, the SSH agent, the keys in {@code ~/.ssh}. */
    record UsersOwn() implements Credentials {}

    /** A user name with a password or token, for HTTP. */
    record UserPassword(String user, Supplier<char[]> password) implements Credentials {
        @Override
        public String toString() {
            return "UserPassword[" + user + "]";
        }
    }

    /**
     * A private key file, for SSH.
     *
     * @param passphrase asked when the key file is encrypted
     * @param knownHosts a file with the keys of servers; when empty that of the user
     */
    record SshKey(Path privateKey, Optional<Supplier<char[]>> passphrase, Optional<Path> knownHosts)
            implements Credentials {
        @Override
        public String toString() {
            return "SshKey[" + privateKey + "]";
        }
    }

    static Credentials usersOwn() {
        return new UsersOwn();
    }
}
