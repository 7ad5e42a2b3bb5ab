package io.hallmark.baselines.repository;

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
     * A private key, for SSH.
     *
     * @param privateKey as {@code ssh-keygen} writes it
     * @param passphrase asked when the key is encrypted
     * @param knownHosts the keys of servers, as OpenSSH's {@code known_hosts} has them; when empty those that the user
     *     knows
     */
    record SshKey(KeyFile privateKey, Optional<Supplier<char[]>> passphrase, Optional<KeyFile> knownHosts)
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
