package io.jenkins.plugins.hallmark.fake;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.util.Secret;
import io.jenkins.plugins.hallmark.access.CredentialLookup;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Credentials of every kind, and who asked for which. */
public final class FakeCredentials implements CredentialLookup {
    private final Map<String, StandardCredentials> all = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    @Override
    public Optional<StandardCredentials> find(String id, String url) {
        asked.add(id);
        return Optional.ofNullable(all.get(id));
    }

    public List<String> asked() {
        return asked;
    }

    public FakeCredentials text(String id, String text) {
        all.put(id, new Text(id, text));
        return this;
    }

    public FakeCredentials file(String id, String content) {
        all.put(id, new File(id, content));
        return this;
    }

    public FakeCredentials user(String id, String user, String password) {
        all.put(id, new User(id, user, password));
        return this;
    }

    public FakeCredentials ssh(String id, String key) {
        all.put(id, new Ssh(id, key));
        return this;
    }

    public FakeCredentials certificate(String id, KeyStore store, String password) {
        all.put(id, new Certificate(id, store, password));
        return this;
    }

    private record Text(String id, String text) implements StringCredentials {
        @Override
        public Secret getSecret() {
            return Secret.fromString(text);
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }
    }

    private record File(String id, String content) implements FileCredentials {
        @Override
        public String getFileName() {
            return "file";
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }
    }

    private record User(String id, String user, String password) implements StandardUsernamePasswordCredentials {
        @Override
        public String getUsername() {
            return user;
        }

        @Override
        public Secret getPassword() {
            return Secret.fromString(password);
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }
    }

    private record Ssh(String id, String key) implements SSHUserPrivateKey {
        @Override
        public List<String> getPrivateKeys() {
            return List.of(key);
        }

        @Override
        public Secret getPassphrase() {
            return null;
        }

        @Override
        public String getUsername() {
            return "git";
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }
    }

    private record Certificate(String id, KeyStore store, String password) implements StandardCertificateCredentials {
        @Override
        public KeyStore getKeyStore() {
            return store;
        }

        @Override
        public Secret getPassword() {
            return Secret.fromString(password);
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }
    }
}
