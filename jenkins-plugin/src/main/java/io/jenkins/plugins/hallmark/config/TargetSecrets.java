package io.jenkins.plugins.hallmark.config;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.SecretStore;
import io.jenkins.plugins.hallmark.access.CredentialLookup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The parts that targets ask for, out of the credentials that an administrator has given to the targets of one baselines
 * repository. What its settings name besides is not found.
 */
public record TargetSecrets(BaselinesSource source, CredentialLookup lookup) implements SecretStore {
    @Override
    public Optional<byte[]> read(String id, String part) {
        Optional<String> whole = configured(id, part).map(TargetCredential::getCredentialsId);
        if (whole.isPresent()) {
            return found(id, whole.get(), TargetSecrets::whole);
        }
        return configured(id, "")
                .map(given -> part.equals("ca.pem") ? given.getAuthoritiesCredentialsId() : given.getCredentialsId())
                .filter(chosen -> !chosen.isEmpty())
                .flatMap(chosen -> found(id, chosen, credentials -> part(credentials, part)));
    }

    private Optional<TargetCredential> configured(String id, String part) {
        return source.getTargetCredentials().stream()
                .filter(each -> each.getName().equals(id) && each.getPart().equals(part))
                .findFirst();
    }

    /** Takes something of a credential. */
    private interface Taking {
        Optional<byte[]> of(StandardCredentials credentials) throws IOException, GeneralSecurityException;
    }

    private Optional<byte[]> found(String id, String chosen, Taking taking) {
        StandardCredentials found = lookup.find(chosen, "")
                .orElseThrow(() -> new BaselinesException("credential '" + id + "' is '" + chosen + "' in the"
                        + " configuration of baselines repository '" + source.getName()
                        + "', and no credential of that id may be used here"));
        try {
            return taking.of(found);
        } catch (IOException | GeneralSecurityException e) {
            throw new BaselinesException("credential '" + chosen + "' can't be read: " + e.getMessage(), e);
        }
    }

    /** All of a credential, where an administrator says which part it is. */
    private static Optional<byte[]> whole(StandardCredentials found) throws IOException {
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return bytes(user.getPassword().getPlainText());
        }
        if (found instanceof SSHUserPrivateKey key) {
            return Optional.of(SourceSecrets.privateKey(key));
        }
        if (found instanceof FileCredentials file) {
            return Optional.of(SourceSecrets.content(file));
        }
        return found instanceof StringCredentials text ? bytes(text.getSecret().getPlainText()) : Optional.empty();
    }

    private static Optional<byte[]> part(StandardCredentials found, String part)
            throws IOException, GeneralSecurityException {
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return switch (part) {
                case "user" -> bytes(user.getUsername());
                case "password" -> bytes(user.getPassword().getPlainText());
                default -> Optional.empty();
            };
        }
        if (found instanceof SSHUserPrivateKey key) {
            return switch (part) {
                case "ssh_key" -> Optional.of(SourceSecrets.privateKey(key));
                case "ssh_passphrase" -> SourceSecrets.passphraseText(key).flatMap(TargetSecrets::bytes);
                default -> Optional.empty();
            };
        }
        if (found instanceof StandardCertificateCredentials certificate) {
            return certificate(certificate, part);
        }
        if (found instanceof FileCredentials file) {
            return pem(new String(SourceSecrets.content(file), StandardCharsets.ISO_8859_1), part);
        }
        if (found instanceof StringCredentials text) {
            String secret = text.getSecret().getPlainText();
            return secret.contains("-----BEGIN ")
                    ? pem(secret, part)
                    : bytes(secret).filter(all -> part.equals("token"));
        }
        return Optional.empty();
    }

    /** The blocks of a PEM file that belong to the part. */
    private static Optional<byte[]> pem(String text, String part) {
        StringBuilder blocks = new StringBuilder();
        boolean wanted = false;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("-----BEGIN ")) {
                wanted = part.equals("key.pem")
                        ? line.endsWith("PRIVATE KEY-----")
                        : line.endsWith("CERTIFICATE-----") && (part.equals("cert.pem") || part.equals("ca.pem"));
            }
            if (wanted) {
                blocks.append(line).append('\n');
            }
            wanted = wanted && !line.startsWith("-----END ");
        }
        return blocks.isEmpty() ? Optional.empty() : bytes(blocks.toString());
    }

    private static Optional<byte[]> certificate(StandardCertificateCredentials credentials, String part)
            throws GeneralSecurityException {
        KeyStore store = credentials.getKeyStore();
        for (Enumeration<String> aliases = store.aliases(); aliases.hasMoreElements(); ) {
            String alias = aliases.nextElement();
            if (store.isKeyEntry(alias) && part.equals("key.pem")) {
                Key key = store.getKey(
                        alias, credentials.getPassword().getPlainText().toCharArray());
                return bytes(block("PRIVATE KEY", key.getEncoded()));
            }
            if (store.isKeyEntry(alias) && part.equals("cert.pem")) {
                StringBuilder chain = new StringBuilder();
                for (Certificate each : store.getCertificateChain(alias)) {
                    chain.append(block("CERTIFICATE", each.getEncoded()));
                }
                return bytes(chain.toString());
            }
        }
        return part.equals("ca.pem") ? authorities(store) : Optional.empty();
    }

    private static Optional<byte[]> authorities(KeyStore store) throws GeneralSecurityException {
        StringBuilder all = new StringBuilder();
        for (Enumeration<String> aliases = store.aliases(); aliases.hasMoreElements(); ) {
            String alias = aliases.nextElement();
            if (store.isCertificateEntry(alias)) {
                all.append(block("CERTIFICATE", store.getCertificate(alias).getEncoded()));
            }
        }
        return all.isEmpty() ? Optional.empty() : bytes(all.toString());
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private static Optional<byte[]> bytes(String text) {
        return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String describe(String id, String part) {
        return "the credential that is called '" + id + "' under the targets' credentials of baselines repository '"
                + source.getName() + "' in Jenkins' configuration (" + part + ")";
    }
}
