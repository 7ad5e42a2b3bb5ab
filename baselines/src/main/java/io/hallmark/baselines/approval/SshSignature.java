package io.hallmark.baselines.approval;

import io.hallmark.measuredboot.digest.Bank;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A signature by {@code ssh-keygen -Y sign} (OpenSSH, {@code PROTOCOL.sshsig}).
 *
 * @param key the public key in its wire form
 * @param namespace what the signature is for; Git's is {@code git}
 * @param hash name of the hash algorithm of the message
 * @param algorithm of the signature
 * @param value the signature itself
 * @param tail what security keys add: flags and a counter (OpenSSH, {@code PROTOCOL.u2f})
 */
record SshSignature(
        byte[] key, String namespace, byte[] reserved, String hash, String algorithm, byte[] value, byte[] tail)
        implements ParsedSignature {
    static final String LABEL = "SSH SIGNATURE";

    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int SECURITY_KEY_TAIL = 5;

    static SshSignature parse(byte[] blob) throws BadSignature {
        SshReader in = new SshReader(blob);
        if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC) || in.u32() != 1) {
            throw new BadSignature("it is no SSH signature of version 1");
        }
        byte[] key = in.string();
        String namespace = in.text();
        byte[] reserved = in.string();
        String hash = in.text();
        byte[] signature = in.string();
        in.done();
        SshReader inner = new SshReader(signature);
        String algorithm = inner.text();
        byte[] value = inner.string();
        byte[] tail = algorithm.startsWith("sk-") ? inner.bytes(SECURITY_KEY_TAIL) : new byte[0];
        inner.done();
        return new SshSignature(key, namespace, reserved, hash, algorithm, value, tail);
    }

    @Override
    public String keyWords() {
        return "SSH key " + SshKey.fingerprint(key);
    }

    /** The bytes that the key signed, for a message. */
    byte[] signedBytes(byte[] message) throws BadSignature {
        Bank bank =
                switch (hash) {
                    case "sha256" -> Bank.SHA256;
                    case "sha512" -> Bank.SHA512;
                    default -> throw new BadSignature("its hash algorithm is neither sha256 nor sha512");
                };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        string(out, namespace.getBytes(StandardCharsets.ISO_8859_1));
        string(out, reserved);
        string(out, hash.getBytes(StandardCharsets.ISO_8859_1));
        string(out, bank.hash(message).bytes());
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }
}
