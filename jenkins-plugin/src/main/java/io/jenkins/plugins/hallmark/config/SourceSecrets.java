package io.jenkins.plugins.hallmark.config;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import hudson.util.Secret;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.repository.CommitSigner;
import io.hallmark.baselines.repository.Credentials;
import io.hallmark.baselines.repository.KeyFile;
import io.jenkins.plugins.hallmark.access.CredentialLookup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The credentials of one baselines repository, found when they are needed. */
public record SourceSecrets(BaselinesSource source, CredentialLookup lookup) {
    /** The largest secret file, in bytes. */
    static final int LARGEST = 1024 * 1024;

    /**
     * How Git shows the repository's server who asks.
     *
     * @throws AbortException when the credential is missing, or none that Git takes
     */
    public Credentials git() throws IOException {
        if (source.getCredentialsId().isEmpty()) {
            return Credentials.usersOwn();
        }
        StandardCredentials found = find(source.getCredentialsId(), source.getUrl());
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return new Credentials.UserPassword(
                    user.getUsername(), () -> user.getPassword().getPlainText().toCharArray());
        }
        if (found instanceof SSHUserPrivateKey key) {
            return new Credentials.SshKey(key(key), passphrase(key), Optional.empty());
        }
        throw wrong(source.getCredentialsId(), "a user name with password, or an SSH key");
    }

    /**
     * The key that proposals are signed with; empty when none is configured.
     *
     * @throws AbortException when the credential is missing, or no key
     */
    public Optional<CommitSigner> signer() throws IOException {
        if (source.getSigningCredentialsId().isEmpty()) {
            return Optional.empty();
        }
        StandardCredentials found = find(source.getSigningCredentialsId(), "");
        if (found instanceof SSHUserPrivateKey key) {
            return Optional.of(CommitSigner.ssh(key(key), passphrase(key)));
        }
        if (found instanceof FileCredentials file) {
            byte[] content = content(file);
            return Optional.of(
                    CommitSigner.openPgp(new KeyFile(shown(file), () -> content), Optional.empty(), Optional.empty()));
        }
        throw wrong(source.getSigningCredentialsId(), "an SSH key, or a secret file with an OpenPGP secret key");
    }

    /**
     * The token of the forge, in the place where Hallmark looks for it.
     *
     * @throws AbortException when the credential is missing, or no secret text
     */
    public SecretStore forge() throws IOException {
        String id = source.getForgeCredentialsId();
        if (id.isEmpty()) {
            throw new AbortException("pull requests need the token of the forge: choose a secret text in the"
                    + " configuration of baselines repository '" + source.getName() + "'");
        }
        if (find(id, source.getForgeUrl().isEmpty() ? source.getUrl() : source.getForgeUrl())
                instanceof StringCredentials token) {
            return new ForgeSecret(token);
        }
        throw wrong(id, "a secret text with the token");
    }

    private record ForgeSecret(StringCredentials credentials) implements SecretStore {
        @Override
        public Optional<byte[]> read(String id, String part) {
            return Optional.of(credentials.getSecret().getPlainText().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String describe(String id, String part) {
            return shown(credentials);
        }
    }

    private StandardCredentials find(String id, String url) throws AbortException {
        return lookup.find(id, url)
                .orElseThrow(() -> new AbortException("there is no credential '" + id + "' that may be used here, which"
                        + " the configuration of baselines repository '" + source.getName() + "' names: add it to"
                        + " Jenkins or to the job's folder"));
    }

    private AbortException wrong(String id, String wanted) {
        return new AbortException("credential '" + id + "' in the configuration of baselines repository '"
                + source.getName() + "' must be " + wanted);
    }

    /** A key that stays in memory. */
    private static KeyFile key(SSHUserPrivateKey key) throws AbortException {
        byte[] content = privateKey(key);
        return new KeyFile(shown(key), () -> content);
    }

    static byte[] privateKey(SSHUserPrivateKey key) throws AbortException {
        // OpenSSH's form must end with a line break, which pasting loses.
        return key.getPrivateKeys().stream()
                .findFirst()
                .map(text -> (text.strip() + "\n").getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new AbortException("credential '" + key.getId() + "' holds no private key"));
    }

    private static Optional<Supplier<char[]>> passphrase(SSHUserPrivateKey key) {
        return passphraseText(key).map(text -> text::toCharArray);
    }

    static Optional<String> passphraseText(SSHUserPrivateKey key) {
        return Optional.ofNullable(key.getPassphrase())
                .map(Secret::getPlainText)
                .filter(text -> !text.isEmpty());
    }

    private static String shown(StandardCredentials credentials) {
        return "the credential '" + credentials.getId() + "' of Jenkins";
    }

    static byte[] content(FileCredentials file) throws IOException {
        try (java.io.InputStream in = file.getContent()) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new AbortException("secret file '" + file.getId() + "' is larger than " + LARGEST + " bytes");
            }
            return content;
        }
    }
}
