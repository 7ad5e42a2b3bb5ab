package io.hallmark.verifierbridge.corim;

import com.authlete.cbor.CBORItem;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.io.PemReader;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.tls.SigningKey;
import io.hallmark.measuredboot.digest.Bank;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Signs manifests: COSE_Sign1 (RFC 9052, 4.2) with ECDSA, by a key on P-256, P-384 or P-521.
 *
 * <p>The random number of ECDSA is derived from key and message (RFC 6979), so that equal content is equal bytes.
 */
final class CoseSigner {
    private static final int SIGN1 = 18;
    private static final int ALGORITHM = 1;
    private static final int CONTENT_TYPE = 3;
    private static final int KEY_ID = 4;
    private static final int CORIM_META = 8;
    private static final int X5CHAIN = 33;
    private static final String KEY = "key.pem";
    private static final String CERTIFICATES = "cert.pem";

    private final ECPrivateKeyParameters key;
    private final byte[] keyId;
    private final List<byte[]> chain;

    private CoseSigner(ECPrivateKeyParameters key, byte[] keyId, List<byte[]> chain) {
        this.key = key;
        this.keyId = keyId;
        this.chain = chain;
    }

    /**
     * Reads {@code key.pem} of a credential, {@code key-password} if the key is encrypted, and {@code cert.pem} if the
     * signature is to carry certificates.
     *
     * @param keyId that readers know the key by; where empty, the SHA-256 of its SubjectPublicKeyInfo
     * @throws BaselinesException when the key is missing, or is no EC key on one of the curves
     */
    static CoseSigner of(SecretStore secrets, String id, Optional<String> keyId) {
        PrivateKey given = SigningKey.of(secrets, id);
        ECPrivateKeyParameters key = ecKey(given, secrets.describe(id, KEY));
        byte[] publicKey = publicKey(key);
        List<byte[]> chain = secrets.read(id, CERTIFICATES)
                .map(pem -> chain(pem, publicKey, secrets.describe(id, CERTIFICATES), secrets.describe(id, KEY)))
                .orElse(List.of());
        byte[] name = keyId.map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> Bank.SHA256.hash(publicKey).bytes());
        return new CoseSigner(key, name, chain);
    }

    boolean hasCertificate() {
        return !chain.isEmpty();
    }

    /** What of the signer is part of a signed manifest, so that another signer makes another one. */
    byte[] identity() {
        ByteArrayOutputStream identity = new ByteArrayOutputStream();
        identity.writeBytes(publicKey(key));
        identity.writeBytes(keyId);
        chain.forEach(identity::writeBytes);
        return identity.toByteArray();
    }

    /**
     * The signed manifest.
     *
     * @param manifest encoded, unsigned
     * @param signer who signs, for people
     */
    byte[] sign(byte[] manifest, String signer) {
        Curve curve = Curve.of(key).orElseThrow();
        CBORItem meta = Cbor.map(Map.of(0, Cbor.map(Map.of(0, Cbor.text(signer)))));
        Map<Integer, CBORItem> headers = new TreeMap<>();
        headers.put(ALGORITHM, Cbor.number(curve.algorithm));
        headers.put(CONTENT_TYPE, Cbor.text("application/rim+cbor"));
        headers.put(KEY_ID, Cbor.bytes(keyId));
        headers.put(CORIM_META, Cbor.wrapped(meta));
        certificates().ifPresent(item -> headers.put(X5CHAIN, item));
        CBORItem protectedHeaders = Cbor.wrapped(Cbor.map(headers));
        byte[] signed = Cbor.array(
                        Cbor.text("Signature1"), protectedHeaders, Cbor.bytes(new byte[0]), Cbor.bytes(manifest))
                .encode();
        return Cbor.tagged(
                        SIGN1,
                        Cbor.array(
                                protectedHeaders,
                                Cbor.map(Map.of()),
                                Cbor.bytes(manifest),
                                Cbor.bytes(signature(curve, signed))))
                .encode();
    }

    /** RFC 9360: one certificate stands alone, several in an array. Veraison looks for them among what is signed. */
    private Optional<CBORItem> certificates() {
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                chain.size() == 1
                        ? Cbor.bytes(chain.get(0))
                        : Cbor.array(chain.stream().map(Cbor::bytes).toList()));
    }

    private byte[] signature(Curve curve, byte[] message) {
        ECDSASigner ecdsa = new ECDSASigner(new HMacDSAKCalculator(
                switch (curve) {
                    case P256 -> new SHA256Digest();
                    case P384 -> new SHA384Digest();
                    case P521 -> new SHA512Digest();
                }));
        ecdsa.init(true, key);
        BigInteger[] rs = ecdsa.generateSignature(curve.bank.hash(message).bytes());
        return PlainDSAEncoding.INSTANCE.encode(key.getParameters().getN(), rs[0], rs[1]);
    }

    private static ECPrivateKeyParameters ecKey(PrivateKey key, String where) {
        try {
            if (PrivateKeyFactory.createKey(key.getEncoded()) instanceof ECPrivateKeyParameters ec
                    && Curve.of(ec).isPresent()) {
                return ec;
            }
        } catch (IOException e) {
            // Falls through: the message must not quote the key.
        }
        throw new BaselinesException(where + " is no EC key on P-256, P-384 or P-521, which manifests are signed with;"
                + " make one with 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'");
    }

    private static byte[] publicKey(ECPrivateKeyParameters key) {
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(new ECPublicKeyParameters(
                            new FixedPointCombMultiplier()
                                    .multiply(key.getParameters().getG(), key.getD()),
                            key.getParameters()))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a public key can't be encoded", e);
        }
    }

    private static List<byte[]> chain(byte[] pem, byte[] publicKey, String where, String keyWhere) {
        List<X509Certificate> certificates = PemReader.certificates(pem, where);
        if (!Arrays.equals(certificates.get(0).getPublicKey().getEncoded(), publicKey)) {
            throw new BaselinesException(
                    "the first certificate in " + where + " is not that of the key in " + keyWhere);
        }
        return certificates.stream().map(CoseSigner::encoded).toList();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can't be encoded", e);
        }
    }

    /** A curve with the algorithm that goes with it (IANA registry "COSE Algorithms"; RFC 9053, 2.1). */
    private enum Curve {
        P256(-7, 256, Bank.SHA256),
        P384(-35, 384, Bank.SHA384),
        P521(-36, 521, Bank.SHA512);

        private final int algorithm;
        private final int bits;
        private final Bank bank;

        Curve(int algorithm, int bits, Bank bank) {
            this.algorithm = algorithm;
            this.bits = bits;
            this.bank = bank;
        }

        /** The JDK reads keys on no other curve of these sizes. */
        static Optional<Curve> of(ECPrivateKeyParameters key) {
            int bits = key.getParameters().getCurve().getFieldSize();
            return Arrays.stream(values()).filter(curve -> curve.bits == bits).findFirst();
        }
    }
}
