package io.hallmark.baselines.approval;

import io.hallmark.measuredboot.digest.Bank;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/** The algorithms of SSH public keys that are accepted. */
final class SshAlgorithms {
    private SshAlgorithms() {}

    private static void require(SshSignature signature, String algorithm) throws BadSignature {
        if (!signature.algorithm().equals(algorithm)) {
            throw new BadSignature("its algorithm is not that of its key");
        }
    }

    /** Ed25519 (RFC 8032). */
    record Ed25519(String name, byte[] point) implements SshAlgorithm {
        static Ed25519 read(String type, SshReader in) throws BadSignature {
            byte[] point = in.string();
            if (point.length != Ed25519PublicKeyParameters.KEY_SIZE) {
                throw new BadSignature("an Ed25519 key has " + Ed25519PublicKeyParameters.KEY_SIZE + " bytes");
            }
            return new Ed25519(type, point);
        }

        @Override
        public boolean verifies(SshSignature signature, byte[] data) throws BadSignature {
            require(signature, name);
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(point, 0));
            verifier.update(data, 0, data.length);
            return verifier.verifySignature(signature.value());
        }
    }

    /** RSA PKCS#1 v1.5 with SHA-2 (RFC 8332); with SHA-1 it is not accepted. */
    record Rsa(RSAKeyParameters key) implements SshAlgorithm {
        private static final int LEAST_BITS = 2048;
        private static final int MOST_BITS = 16384;

        static Rsa read(SshReader in) throws BadSignature {
            BigInteger exponent = in.positive();
            BigInteger modulus = in.positive();
            if (modulus.bitLength() < LEAST_BITS || modulus.bitLength() > MOST_BITS) {
                throw new BadSignature("an RSA key must have " + LEAST_BITS + " to " + MOST_BITS + " bits");
            }
            try {
                return new Rsa(new RSAKeyParameters(false, modulus, exponent));
            } catch (IllegalArgumentException e) {
                throw new BadSignature("it is no usable RSA key");
            }
        }

        @Override
        public boolean verifies(SshSignature signature, byte[] data) throws BadSignature {
            Digest digest =
                    switch (signature.algorithm()) {
                        case "rsa-sha2-256" -> new SHA256Digest();
                        case "rsa-sha2-512" -> new SHA512Digest();
                        case "ssh-rsa" -> throw new BadSignature("it uses SHA-1, which can be forged; sign with SHA-2");
                        default -> throw new BadSignature("its algorithm is not that of its key");
                    };
            RSADigestSigner verifier = new RSADigestSigner(digest);
            verifier.init(false, key);
            verifier.update(data, 0, data.length);
            return verifier.verifySignature(signature.value());
        }
    }

    /** ECDSA on a NIST curve (RFC 5656). */
    record Ecdsa(String name, Bank bank, ECPublicKeyParameters key) implements SshAlgorithm {
        static Ecdsa read(String type, SshReader in) throws BadSignature {
            String curve = in.text();
            if (!type.contains(curve) || !curve.matches("nistp(256|384|521)")) {
                throw new BadSignature("its curve is not that of its type");
            }
            String bits = curve.substring("nistp".length());
            X9ECParameters parameters = NISTNamedCurves.getByName("P-" + bits);
            Bank bank =
                    switch (bits) {
                        case "256" -> Bank.SHA256;
                        case "384" -> Bank.SHA384;
                        default -> Bank.SHA512;
                    };
            try {
                return new Ecdsa(
                        type,
                        bank,
                        new ECPublicKeyParameters(
                                parameters.getCurve().decodePoint(in.string()), new ECDomainParameters(parameters)));
            } catch (IllegalArgumentException e) {
                throw new BadSignature("it is no point on its curve");
            }
        }

        @Override
        public boolean verifies(SshSignature signature, byte[] data) throws BadSignature {
            require(signature, name);
            SshReader in = new SshReader(signature.value());
            BigInteger r = in.positive();
            BigInteger s = in.positive();
            in.done();
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            return verifier.verifySignature(bank.hash(data).bytes(), r, s);
        }
    }

    /** A FIDO key: it signs hashes, and says whether somebody touched it. A touch is asked for. */
    record SecurityKey(SshAlgorithm inner, byte[] application) implements SshAlgorithm {
        private static final int USER_PRESENT = 1;

        @Override
        public boolean verifies(SshSignature signature, byte[] data) throws BadSignature {
            if (signature.tail().length == 0) {
                throw new BadSignature("its algorithm is not that of its key");
            }
            if ((signature.tail()[0] & USER_PRESENT) == 0) {
                throw new BadSignature("the security key was not touched for it");
            }
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            signed.writeBytes(Bank.SHA256.hash(application).bytes());
            signed.writeBytes(signature.tail());
            signed.writeBytes(Bank.SHA256.hash(data).bytes());
            return inner.verifies(signature, signed.toByteArray());
        }
    }
}
