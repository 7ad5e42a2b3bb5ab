package io.hallmark.baselines.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hallmark.baselines.repository.Shell;
import io.hallmark.testsupport.Tools;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.jcajce.provider.digest.SHA256;
import org.bouncycastle.jcajce.provider.digest.SHA512;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SSH signatures: by ssh-keygen, and by the JDK in the form of OpenSSH's {@code PROTOCOL.sshsig} and {@code PROTOCOL.u2f}
 * where ssh-keygen makes none, or none without a security key in the machine.
 */
class SshSignatureTest {
    private static final byte[] MESSAGE = "hello\n".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path home;

    private static Optional<String> fault(ApproverKey key, ParsedSignature signature, byte[] message) {
        assertThat(key.claimedBy(signature)).isTrue();
        return key.fault(signature, message, NOW);
    }

    @ParameterizedTest
    @CsvSource({"ed25519,256", "rsa,2048", "rsa,4096", "ecdsa,256", "ecdsa,384", "ecdsa,521"})
    void ssh_keygen_s_signatures_are_good_for_their_message_only(String type, String bits) throws BadSignature {
        Tools.require("ssh-keygen");
        Path key = home.resolve("key");
        Shell.run(home, "ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-f", key.toString());
        Person.write(home.resolve("message"), "hello\n");
        for (String hash : new String[] {"sha256", "sha512"}) {
            Shell.run(
                    home,
                    "ssh-keygen",
                    "-q",
                    "-Y",
                    "sign",
                    "-O",
                    "hashalg=" + hash,
                    "-n",
                    "git",
                    "-f",
                    "key",
                    "message");
            byte[] armored = Person.read(home.resolve("message.sig")).getBytes(StandardCharsets.US_ASCII);
            ParsedSignature signature = ParsedSignature.of(armored);
            ApproverKey trusted = key("key.pub");
            assertThat(fault(trusted, signature, MESSAGE)).isEmpty();
            assertThat(fault(trusted, signature, new byte[] {1})).hasValue("it does not fit what it is attached to");
            damageIsNeverGood(trusted, armored);
            Shell.run(home, "rm", "message.sig");
        }
    }

    private ApproverKey key(String file) throws BadSignature {
        return ApproverKey.of(Person.read(home.resolve(file)).getBytes(StandardCharsets.UTF_8));
    }

    /** Every byte flipped, and cut off behind every byte. */
    private static void damageIsNeverGood(ApproverKey key, byte[] armored) {
        String text = new String(armored, StandardCharsets.US_ASCII);
        byte[] blob = Base64.getMimeDecoder()
                .decode(text.replaceAll("-----[A-Z ]+-----", "").strip());
        for (int i = 0; i < blob.length; i++) {
            byte[] flipped = blob.clone();
            flipped[i] ^= 0x40;
            for (byte[] damaged : new byte[][] {flipped, Arrays.copyOf(blob, i)}) {
                try {
                    SshSignature signature = SshSignature.parse(damaged);
                    assertThat(key.claimedBy(signature)
                                    && key.fault(signature, MESSAGE, NOW).isEmpty())
                            .isFalse();
                } catch (BadSignature e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void keys_that_are_too_weak_or_of_another_kind_are_refused() {
        Tools.require("ssh-keygen");
        Shell.run(home, "ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "short");
        assertThatThrownBy(() -> key("short.pub"))
                .isInstanceOf(BadSignature.class)
                .hasMessageContaining("2048");
        Shell.run(home, "ssh-keygen", "-q", "-t", "dsa", "-N", "", "-f", "dsa");
        assertThatThrownBy(() -> key("dsa.pub"))
                .isInstanceOf(BadSignature.class)
                .hasMessageContaining("ed25519");
        Shell.run(home, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "plain");
        assertThatThrownBy(() -> key("plain")).isInstanceOf(BadSignature.class);
        Person.write(home.resolve("two"), Person.read(home.resolve("plain.pub")).repeat(2));
        assertThatThrownBy(() -> key("two")).hasMessageContaining("one SSH, OpenPGP or X.509 public key");
        Person.write(
                home.resolve("typed"), Person.read(home.resolve("plain.pub")).replace("ssh-ed25519", "ssh-rsa"));
        assertThatThrownBy(() -> key("typed")).hasMessageContaining("does not begin with its type");
    }

    @Test
    void rsa_with_sha1_is_refused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey rsa = (RSAPublicKey) pair.getPublic();
        byte[] blob = join(
                string("ssh-rsa"),
                string(rsa.getPublicExponent().toByteArray()),
                string(rsa.getModulus().toByteArray()));
        ApproverKey key = ApproverKey.of(line("ssh-rsa", blob));
        byte[] good = join(string("rsa-sha2-256"), string(sign("SHA256withRSA", pair.getPrivate(), signedBytes())));
        byte[] weak = join(string("ssh-rsa"), string(sign("SHA1withRSA", pair.getPrivate(), signedBytes())));
        assertThat(fault(key, signature(blob, good), MESSAGE)).isEmpty();
        assertThat(fault(key, signature(blob, weak), MESSAGE))
                .hasValue("it uses SHA-1, which can be forged; sign with SHA-2");
    }

    @Test
    void a_security_key_must_have_been_touched() throws Exception {
        KeyPair ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = ed25519.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        String type = "sk-ssh-ed25519@openssh.com";
        byte[] blob = join(string(type), string(point), string("ssh:"));
        ApproverKey key = ApproverKey.of(line(type, blob));
        for (int flags : new int[] {0, 1, 5}) {
            byte[] tail = {(byte) flags, 0, 0, 0, 9};
            byte[] value = sign("Ed25519", ed25519.getPrivate(), touched(tail));
            ParsedSignature signature = signature(blob, join(string(type), string(value), tail));
            assertThat(fault(key, signature, MESSAGE))
                    .isEqualTo(flags == 0 ? Optional.of("the security key was not touched for it") : Optional.empty());
        }
        byte[] plain = sign("Ed25519", ed25519.getPrivate(), signedBytes());
        assertThat(fault(key, signature(blob, join(string("ssh-ed25519"), string(plain))), MESSAGE))
                .hasValue("its algorithm is not that of its key");
    }

    @Test
    void an_ecdsa_security_key_signs_too() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length);
        String type = "sk-ecdsa-sha2-nistp256@openssh.com";
        byte[] blob = join(string(type), string("nistp256"), string(point), string("ssh:"));
        byte[] tail = {1, 0, 0, 0, 9};
        byte[] raw = sign("SHA256withECDSAinP1363Format", pair.getPrivate(), touched(tail));
        byte[] value = join(
                string(new BigInteger(1, Arrays.copyOf(raw, 32)).toByteArray()),
                string(new BigInteger(1, Arrays.copyOfRange(raw, 32, 64)).toByteArray()));
        ParsedSignature signature = signature(blob, join(string(type), string(value), tail));
        assertThat(fault(ApproverKey.of(line(type, blob)), signature, MESSAGE)).isEmpty();
    }

    private static byte[] signedBytes() {
        return join(
                "SSHSIG".getBytes(StandardCharsets.US_ASCII),
                string("git"),
                string(""),
                string("sha512"),
                string(new SHA512.Digest().digest(MESSAGE)));
    }

    /** What an authenticator signs: hashes of the application and of the data, with flags and counter between them. */
    private static byte[] touched(byte[] tail) {
        SHA256.Digest sha256 = new SHA256.Digest();
        byte[] application = sha256.digest("ssh:".getBytes(StandardCharsets.US_ASCII));
        return join(application, tail, sha256.digest(signedBytes()));
    }

    private static ParsedSignature signature(byte[] key, byte[] value) throws BadSignature {
        return SshSignature.parse(join(
                "SSHSIG".getBytes(StandardCharsets.US_ASCII),
                new byte[] {0, 0, 0, 1},
                string(key),
                string("git"),
                string(""),
                string("sha512"),
                string(value)));
    }

    private static byte[] line(String type, byte[] blob) {
        return (type + " " + Base64.getEncoder().encodeToString(blob) + " test\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sign(String algorithm, PrivateKey key, byte[] data) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(data);
        return signer.sign();
    }

    private static byte[] string(String text) {
        return string(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] string(byte[] bytes) {
        return join(ByteBuffer.allocate(4).putInt(bytes.length).array(), bytes);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
