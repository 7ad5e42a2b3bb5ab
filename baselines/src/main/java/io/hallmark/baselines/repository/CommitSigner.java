package io.hallmark.baselines.repository;

import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/**
 * Signs the commits of proposals as {@code git commit -S} does, and approvals.
 *
 * <p>With an Ed25519 or RSA key the signature, and so the commit, is the same whenever it is made of the same content;
 * with an ECDSA key it is not.
 */
public sealed interface CommitSigner permits SshCommitSigner, SshKeySigner, OpenPgpCommitSigner, CertificateSigner {

    /**
     * Signs with an SSH key ({@code gpg.format=ssh}).
     *
     * @param key the private key file; or the public key file of a key whose private part is beside it or in the SSH
     *     agent
     * @param passphrase asked when the key file is encrypted
     */
    static CommitSigner ssh(Path key, Optional<Supplier<char[]>> passphrase) {
        return new SshCommitSigner(key, passphrase);
    }

    /**
     * Signs with an OpenPGP key.
     *
     * @param secretKeys a file that {@code gpg --export-secret-keys} wrote, armored or not
     * @param key fingerprint, key id or e-mail address; empty takes the first key of the file that can sign
     * @param passphrase asked when the key is encrypted
     */
    static CommitSigner openPgp(Path secretKeys, Optional<String> key, Optional<Supplier<char[]>> passphrase) {
        return openPgp(KeyFile.of(secretKeys), key, passphrase);
    }

    /** The same with keys that need not be in a file. */
    static CommitSigner openPgp(KeyFile secretKeys, Optional<String> key, Optional<Supplier<char[]>> passphrase) {
        return new OpenPgpCommitSigner(secretKeys, key, passphrase);
    }

    /**
     * Signs with an SSH private key that need not be in a file.
     *
     * @param passphrase asked when the key is encrypted
     */
    static CommitSigner ssh(KeyFile key, Optional<Supplier<char[]>> passphrase) {
        return new SshKeySigner(key, passphrase);
    }

    /**
     * Signs with an X.509 key ({@code gpg.format=x509}).
     *
     * @param file the key and its certificate, that one first and what issued it after it: PEM or PKCS#12
     * @param passphrase asked when the key is encrypted
     */
    static CommitSigner x509(KeyFile file, Optional<Supplier<char[]>> passphrase) {
        return new CertificateSigner(file, passphrase);
    }

    /**
     * The armored signature of some bytes.
     *
     * @param who signs, and when; an OpenPGP or X.509 signature is of that time, or of that of its key
     *     or certificate when that is later
     */
    byte[] sign(Repository repository, PersonIdent who, byte[] payload);

    /** Adds the signature to a commit that is complete but for it. */
    default void sign(Repository repository, CommitBuilder commit) {
        try {
            commit.setGpgSignature(new GpgSignature(sign(repository, commit.getCommitter(), commit.build())));
        } catch (UnsupportedEncodingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
