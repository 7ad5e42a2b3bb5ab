package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.measuredboot.digest.Bank;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/**
 * Signs with an SSH key that is in no file, as {@code ssh-keygen -Y sign -n git} does (OpenSSH, {@code PROTOCOL.sshsig});
 * JGit's signer takes files and agents only.
 */
record SshKeySigner(KeyFile key, Optional<Supplier<char[]>> passphrase) implements CommitSigner {
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final String NAMESPACE = "git";
    private static final String HASH = "sha512";
    private static final int LINE = 68;

    @Override
    public byte[] sign(Repository repository, PersonIdent who, byte[] payload) {
        KeyPair pair = SshKeys.read(key, passphrase);
        try {
            Buffer blob = new ByteArrayBuffer();
            blob.putRawBytes(MAGIC);
            blob.putUInt(VERSION);
            Buffer publicKey = new ByteArrayBuffer();
            publicKey.putRawPublicKey(pair.getPublic());
            blob.putBytes(publicKey.getCompactData());
            blob.putString(NAMESPACE);
            blob.putString("");
            blob.putString(HASH);
            blob.putBytes(signature(pair, payload));
            String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(blob.getCompactData());
            return ("-----BEGIN SSH SIGNATURE-----\n" + base64 + "\n-----END SSH SIGNATURE-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (BaselinesException e) {
            throw e;
        } catch (Exception e) {
            throw new BaselinesException(
                    "the SSH key " + key + " can't sign: " + e.getClass().getSimpleName(), e);
        }
    }

    private static byte[] signature(KeyPair pair, byte[] payload) throws Exception {
        Buffer signed = new ByteArrayBuffer();
        signed.putRawBytes(MAGIC);
        signed.putString(NAMESPACE);
        signed.putString("");
        signed.putString(HASH);
        signed.putBytes(Bank.SHA512.hash(payload).bytes());
        String type = KeyUtils.getKeyType(pair);
        // The plain name would be RSA with SHA-1.
        String algorithm = type.equals("ssh-rsa") ? "rsa-sha2-512" : type;
        Signature signer = BuiltinSignatures.fromFactoryName(algorithm).create();
        signer.initSigner(null, pair.getPrivate());
        signer.update(null, signed.getCompactData());
        Buffer signature = new ByteArrayBuffer();
        signature.putString(algorithm);
        signature.putBytes(signer.sign(null));
        return signature.getCompactData();
    }

    @Override
    public String toString() {
        return "SSH key " + key;
    }
}
