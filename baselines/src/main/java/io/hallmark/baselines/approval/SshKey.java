package io.hallmark.baselines.approval;

import io.hallmark.measuredboot.digest.Bank;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An SSH public key, as in {@code id_ed25519.pub}.
 *
 * @param blob its wire form, which is in signatures too
 * @param algorithm what verifies its signatures
 */
record SshKey(byte[] blob, SshAlgorithm algorithm) implements ApproverKey {
    private static final String NAMESPACE = "git";

    static SshKey parse(byte[] text) throws BadSignature {
        List<String> lines = new String(text, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.size() != 1) {
            throw new BadSignature("one SSH, OpenPGP or X.509 public key is expected");
        }
        String[] words = lines.get(0).split("\\s+", 3);
        if (words.length < 2) {
            throw new BadSignature("an SSH public key has the form 'ssh-ed25519 AAAA…'");
        }
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(words[1]);
        } catch (IllegalArgumentException e) {
            throw new BadSignature("the second word of an SSH public key must be Base64");
        }
        SshReader in = new SshReader(blob);
        String type = in.text();
        if (!type.equals(words[0])) {
            throw new BadSignature("the SSH public key does not begin with its type; paste the line of the .pub file");
        }
        SshAlgorithm algorithm = SshAlgorithm.of(type, in);
        in.done();
        return new SshKey(blob, algorithm);
    }

    static String fingerprint(byte[] blob) {
        return "SHA256:"
                + Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(Bank.SHA256.hash(blob).bytes());
    }

    @Override
    public String fingerprint() {
        return fingerprint(blob);
    }

    @Override
    public boolean claimedBy(ParsedSignature signature) {
        return signature instanceof SshSignature ssh && Arrays.equals(ssh.key(), blob);
    }

    @Override
    public Optional<String> fault(ParsedSignature parsed, byte[] payload, Instant now) {
        SshSignature signature = (SshSignature) parsed;
        if (!signature.namespace().equals(NAMESPACE)) {
            return Optional.of("it was made for another purpose than Git (ssh-keygen -Y sign -n " + NAMESPACE + ")");
        }
        try {
            return algorithm.verifies(signature, signature.signedBytes(payload))
                    ? Optional.empty()
                    : Optional.of("it does not fit what it is attached to");
        } catch (BadSignature e) {
            return Optional.of(e.getMessage());
        }
    }
}
