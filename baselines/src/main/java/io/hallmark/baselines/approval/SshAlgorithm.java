package io.hallmark.baselines.approval;

import io.hallmark.baselines.approval.SshAlgorithms.Ecdsa;
import io.hallmark.baselines.approval.SshAlgorithms.Ed25519;
import io.hallmark.baselines.approval.SshAlgorithms.Rsa;
import io.hallmark.baselines.approval.SshAlgorithms.SecurityKey;

/** How signatures of one SSH public key are verified. */
sealed interface SshAlgorithm permits Ed25519, Rsa, Ecdsa, SecurityKey {

    /**
     * @param data the signed bytes
     * @throws BadSignature when the signature is of a kind that is not accepted
     */
    boolean verifies(SshSignature signature, byte[] data) throws BadSignature;

    /**
     * Reads what follows the type in a public key: RFC 4253, section 6.6, RFC 5656, RFC 8709, and OpenSSH's {@code
     * PROTOCOL.u2f}.
     */
    static SshAlgorithm of(String type, SshReader in) throws BadSignature {
        return switch (type) {
            case "ssh-ed25519" -> Ed25519.read(type, in);
            case "ssh-rsa" -> Rsa.read(in);
            case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> Ecdsa.read(type, in);
            case "sk-ssh-ed25519@openssh.com" -> {
                Ed25519 inner = Ed25519.read(type, in);
                yield new SecurityKey(inner, in.string());
            }
            case "sk-ecdsa-sha2-nistp256@openssh.com" -> {
                Ecdsa inner = Ecdsa.read(type, in);
                yield new SecurityKey(inner, in.string());
            }
            default ->
                throw new BadSignature("it is neither an Ed25519, ECDSA or RSA key nor one of these on a security key;"
                        + " make one with 'ssh-keygen -t ed25519'");
        };
    }
}
