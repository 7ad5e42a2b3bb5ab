package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/** Opens connections to one remote repository. */
final class Connections implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 120;

    private final RemoteUrl url;
    private final Credentials credentials;
    private Optional<SshdSessionFactory> ssh = Optional.empty();
    private Optional<Path> knownHosts = Optional.empty();

    Connections(RemoteUrl url, Credentials credentials) {
        this.url = url;
        this.credentials =
                credentials instanceof Credentials.UsersOwn ? url.own().orElse(credentials) : credentials;
    }

    RemoteUrl url() {
        return url;
    }

    Transport open(Repository local) throws NotSupportedException, TransportException {
        Transport transport = Transport.open(local, url.address());
        transport.setTimeout(TIMEOUT_SECONDS);
        transport.setCheckFetchedObjects(true);
        if (credentials instanceof Credentials.UserPassword known) {
            transport.setCredentialsProvider(provider(known));
        }
        if (transport instanceof SshTransport sshTransport) {
            sshTransport.setSshSessionFactory(sshSessions());
        }
        return transport;
    }

    private synchronized SshdSessionFactory sshSessions() {
        if (ssh.isEmpty()) {
            File home = FS.DETECTED.userHome();
            SshdSessionFactoryBuilder builder = new SshdSessionFactoryBuilder()
                    .setHomeDirectory(home)
                    .setSshDirectory(new File(home, ".ssh"))
                    .withDefaultConnectorFactory();
            if (credentials instanceof Credentials.SshKey key) {
                KeyPair pair = SshKeys.read(key.privateKey(), key.passphrase());
                // Neither an agent nor other keys: a server counts failed attempts.
                builder.setConnectorFactory(null)
                        .setPreferredAuthentications("publickey")
                        .setDefaultIdentities(sshDirectory -> List.of())
                        .setDefaultKeysProvider(sshDirectory -> List.of(pair));
                key.knownHosts().ifPresent(known -> {
                    Path file = write(known);
                    builder.setDefaultKnownHostsFiles(sshDirectory -> List.of(file));
                });
            }
            ssh = Optional.of(builder.build(null));
        }
        return ssh.get();
    }

    /** JGit wants them in a file; they are public. */
    private Path write(KeyFile known) {
        try {
            Path file = Files.createTempFile("hallmark-known-hosts", "");
            knownHosts = Optional.of(file);
            return Files.write(file, known.bytes());
        } catch (IOException e) {
            throw new BaselinesException("no temporary file for known hosts can be written: " + e.getMessage(), e);
        }
    }

    private static CredentialsProvider provider(Credentials.UserPassword known) {
        return new UsernamePasswordCredentialsProvider(
                known.user(), known.password().get());
    }

    @Override
    public synchronized void close() {
        ssh.ifPresent(SshdSessionFactory::close);
        ssh = Optional.empty();
        knownHosts.ifPresent(Connections::delete);
        knownHosts = Optional.empty();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BaselinesException("the temporary file " + file + " can't be deleted: " + e.getMessage(), e);
        }
    }
}
