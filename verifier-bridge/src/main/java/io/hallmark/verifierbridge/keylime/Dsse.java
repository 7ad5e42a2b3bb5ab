package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.tls.SigningKey;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.verifierbridge.keylime.client.SignedPolicy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Runtime policies in envelopes as Keylime checks them: DSSE, ECDSA on P-256 with SHA-256 ({@code keylime/dsse}).
 *
 * <p>Signatures are deterministic (RFC 6979), so that the same policy is the same bytes and nothing is pushed twice.
 */
final class Dsse {
    private static final String TYPE = "application/vnd.keylime+json";
    private static final String CURVE = "P-256";
    private static final int CURVE_BITS = 256;
    private static final int PEM_LINE = 64;

    private final PrivateKey key;
    private final String publicKey;

    private Dsse(PrivateKey key, String publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /** @throws BaselinesException when the credential's {@code key.pem} is no EC key on P-256 */
    static Dsse of(SecretStore secrets, String id) {
        String where = secrets.describe(id, "key.pem");
        PrivateKey key = SigningKey.of(secrets, id);
        if (key instanceof ECPrivateKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == CURVE_BITS) {
            return new Dsse(key, pem(publicKey(ec)));
        }
        throw new BaselinesException(
                where + " is no EC key on P-256, the only kind that Keylime checks signatures with");
    }

    SignedPolicy sign(byte[] policy) {
        byte[] signature;
        try {
            Signature signer = Signature.getInstance("SHA256WITHECDDSA", new BouncyCastleProvider());
            signer.initSign(key);
            signer.update(("DSSEv1 " + TYPE.length() + " " + TYPE + " " + policy.length + " ")
                    .getBytes(StandardCharsets.US_ASCII));
            signer.update(policy);
            signature = signer.sign();
        } catch (GeneralSecurityException e) {
            throw new BaselinesException(
                    "a runtime policy can't be signed: " + e.getClass().getSimpleName(), e);
        }
        Map<String, Object> signed = new LinkedHashMap<>();
        signed.put(
                "keyid",
                Bank.SHA256.hash(publicKey.getBytes(StandardCharsets.US_ASCII)).hex());
        signed.put("sig", Base64.getEncoder().encodeToString(signature));
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("payload", Base64.getEncoder().encodeToString(policy));
        envelope.put("payloadType", TYPE);
        envelope.put("signatures", List.of(signed));
        return new SignedPolicy(CanonicalJson.write(envelope), publicKey);
    }

    SignedPolicy withKey(String envelope) {
        return new SignedPolicy(envelope, publicKey);
    }

    private static PublicKey publicKey(ECPrivateKey key) {
        ECNamedCurveParameterSpec curve = ECNamedCurveTable.getParameterSpec(CURVE);
        try {
            return KeyFactory.getInstance("EC", new BouncyCastleProvider())
                    .generatePublic(new ECPublicKeySpec(
                            new FixedPointCombMultiplier().multiply(curve.getG(), key.getS()), curve));
        } catch (GeneralSecurityException e) {
            throw new BaselinesException(
                    "the public key can't be computed: " + e.getClass().getSimpleName(), e);
        }
    }

    /** As Python's cryptography writes it, since its text is what the key's id is the digest of. */
    private static String pem(PublicKey key) {
        String base64 = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }
}
