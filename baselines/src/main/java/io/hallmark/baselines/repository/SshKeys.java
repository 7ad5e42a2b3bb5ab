package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Reads SSH private keys as {@code ssh-keygen} writes them, without a file of JGit's own. */
final class SshKeys {
    private SshKeys() {}

    /** @throws BaselinesException when it is no such key, or encrypted and the passphrase does not open it */
    static KeyPair read(KeyFile file, Optional<Supplier<char[]>> passphrase) {
        FilePasswordProvider password = (session, resource, retry) -> retry > 0
                ? null
                : passphrase.map(known -> new String(known.get())).orElse(null);
        try {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName(file.name()), new ByteArrayInputStream(file.bytes()), password);
            Iterator<KeyPair> found = pairs == null ? null : pairs.iterator();
            if (found != null && found.hasNext()) {
                return found.next();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The cause could quote the key or the passphrase.
            throw new BaselinesException(
                    "the SSH key " + file + " can't be used: it is no private key, or its passphrase"
                            + " is missing or wrong; check the credentials");
        }
        throw new BaselinesException("the SSH key " + file
                + " holds no private key: give what ssh-keygen wrote, not the" + " file that ends with .pub");
    }
}
