package io.hallmark.baselines.delivery;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.KeyFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** The parts of a credential that Git is given. Secrets are read when they are needed, and written nowhere. */
final class GitSecrets {
    private static final String SSH_KEY = "ssh-key";
    private static final String OPENPGP_KEY = "openpgp-key";
    private static final String KEY = "key.pem";
    private static final String CERTIFICATE = "cert.pem";
    private static final String KEY_PASSWORD = "key-password";
    private static final String KNOWN_HOSTS = "known_hosts";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";

    /** GitHub, GitLab and Gitea take any name beside a token, but not none. */
    private static final String ANY_USER = "git";

    private final SecretStore secrets;
    private final String id;

    GitSecrets(SecretStore secrets, String id) {
        this.secrets = secrets;
        this.id = id;
    }

    /** For a web address {@code token}, or {@code user} and {@code password}; for SSH {@code ssh-key} and its company. */
    Credentials credentials(String url) {
        if (url.startsWith("http")) {
            Optional<char[]> token = secrets.password(id, TOKEN);
            String user = secrets.read(id, USER)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                    .orElse(ANY_USER);
            char[] secret = token.or(() -> secrets.password(id, PASSWORD))
                    .orElseThrow(() -> new BaselinesException("credential '" + id
                            + "' has neither token nor password: put" + " one into " + secrets.describe(id, TOKEN)));
            return new Credentials.UserPassword(user, secret::clone);
        }
        secrets.require(id, SSH_KEY);
        Optional<KeyFile> knownHosts =
                secrets.read(id, KNOWN_HOSTS).map(bytes -> new KeyFile(secrets.describe(id, KNOWN_HOSTS), () -> bytes));
        return new Credentials.SshKey(file(SSH_KEY), passphrase(), knownHosts);
    }

    /** With the first that is there of {@code ssh-key}, {@code openpgp-key}, and {@code key.pem} with {@code cert.pem}. */
    CommitSigner signer() {
        if (secrets.read(id, SSH_KEY).isPresent()) {
            return CommitSigner.ssh(file(SSH_KEY), passphrase());
        }
        if (secrets.read(id, OPENPGP_KEY).isPresent()) {
            return CommitSigner.openPgp(file(OPENPGP_KEY), Optional.empty(), passphrase());
        }
        if (secrets.read(id, KEY).isPresent()) {
            return CommitSigner.x509(new KeyFile(secrets.describe(id, KEY), this::keyWithCertificate), passphrase());
        }
        throw new BaselinesException("credential '" + id + "' has no key that signs commits: put an SSH key into "
                + secrets.describe(id, SSH_KEY) + ", or give " + OPENPGP_KEY + ", or " + KEY + " and " + CERTIFICATE);
    }

    /** The token for the forge of a repository, as {@link io.hallmark.baselines.forge.PullRequests} asks for one. */
    SecretStore forgeToken() {
        return new SecretStore() {
            @Override
            public Optional<byte[]> read(String ignored, String part) {
                return secrets.read(id, part);
            }

            @Override
            public String describe(String ignored, String part) {
                return secrets.describe(id, part);
            }
        };
    }

    private byte[] keyWithCertificate() {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(secrets.require(id, KEY));
        both.write('\n');
        both.writeBytes(secrets.require(id, CERTIFICATE));
        return both.toByteArray();
    }

    private KeyFile file(String part) {
        return new KeyFile(secrets.describe(id, part), () -> secrets.require(id, part));
    }

    private Optional<Supplier<char[]>> passphrase() {
        return secrets.password(id, KEY_PASSWORD).map(word -> word::clone);
    }
}
