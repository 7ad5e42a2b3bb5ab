package io.hallmark.baselines.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** An SSH server on this machine that knows one user by a key and runs the real Git. */
public final class GitSshServer implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path knownHosts;

    /** @param authorizedKey the public key of the user {@code git} */
    public GitSshServer(Path home, Path authorizedKey) throws IOException {
        try {
            PublicKey known = AuthorizedKeyEntry.parseAuthorizedKeyEntry(
                            Files.readString(authorizedKey).strip())
                    .resolvePublicKey(null, null);
            SimpleGeneratorHostKeyProvider hostKey = new SimpleGeneratorHostKeyProvider(home.resolve("host-key"));
            hostKey.setAlgorithm("EC");
            server.setHost("127.0.0.1");
            server.setKeyPairProvider(hostKey);
            server.setPublickeyAuthenticator(
                    (user, key, session) -> user.equals("git") && KeyUtils.compareKeys(key, known));
            server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
            server.start();
            knownHosts = home.resolve("known_hosts");
            String line = PublicKeyEntry.toString(
                    hostKey.loadKeys(null).iterator().next().getPublic());
            Files.writeString(knownHosts, "[127.0.0.1]:" + server.getPort() + " " + line + "\n");
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    BaselinesRepository open(Remote remote, Path key, String passphrase, boolean known) {
        Credentials credentials = new Credentials.SshKey(
                KeyFile.of(key),
                Optional.of(passphrase::toCharArray),
                Optional.of(new KeyFile("known_hosts", () -> known ? knownHosts() : new byte[0])));
        return BaselinesRepository.open(url(remote), remote.cache, credentials);
    }

    /** Of a repository, as a client writes it. */
    public String url(Remote remote) {
        return "ssh://git@127.0.0.1:" + server.getPort() + remote.bare;
    }

    /** The line of this server in a file {@code known_hosts}. */
    public byte[] knownHosts() {
        try {
            return Files.readAllBytes(knownHosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
