package io.hallmark.baselines.repository;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.IdentityPasswordProvider;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/** Opens connections to one remote repository. */
final class Connections implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 120;

    private final RemoteUrl url;
    private final Credentials credentials;
    private Optional<SshdSessionFactory> ssh = Optional.empty();

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
                builder.setPreferredAuthentications("publickey")
                        .setDefaultIdentities(sshDirectory -> List.of(key.privateKey()))
                        .setKeyPasswordProvider(asker -> passphrase(asker, key.passphrase()));
                key.knownHosts().ifPresent(file -> builder.setDefaultKnownHostsFiles(sshDirectory -> List.of(file)));
            }
            ssh = Optional.of(builder.build(null));
        }
        return ssh.get();
    }

    private static IdentityPasswordProvider passphrase(CredentialsProvider asker, Optional<Supplier<char[]>> known) {
        return new IdentityPasswordProvider(asker) {
            @Override
            public char[] getPassphrase(URIish uri, int attempt) {
                return known.map(Supplier::get).orElse(null);
            }
        };
    }

    private static CredentialsProvider provider(Credentials.UserPassword known) {
        return new UsernamePasswordCredentialsProvider(
                known.user(), known.password().get());
    }

    @Override
    public synchronized void close() {
        ssh.ifPresent(SshdSessionFactory::close);
        ssh = Optional.empty();
    }
}
