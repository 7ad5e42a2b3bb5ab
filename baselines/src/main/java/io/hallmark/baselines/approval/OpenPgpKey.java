package io.hallmark.baselines.approval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPDefaultPolicy;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.OpenPGPPolicy;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;

/** An OpenPGP public key with its subkeys, as {@code gpg --export} writes it. Bouncy Castle weighs its own signatures. */
record OpenPgpKey(OpenPGPCertificate certificate) implements ApproverKey {
    private static final String LABEL = "PGP PUBLIC KEY BLOCK";
    private static final OpenPGPPolicy POLICY = new OpenPGPDefaultPolicy();
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);
    private static final Set<Integer> HASHES = Set.of(
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    static boolean looksLike(byte[] text) {
        boolean packet = text.length > 0 && (text[0] & 0x80) != 0;
        return packet || Armor.is(new String(text, StandardCharsets.ISO_8859_1), LABEL);
    }

    static OpenPgpKey parse(byte[] text) throws BadSignature {
        List<OpenPGPCertificate> found;
        try {
            found = new OpenPGPKeyReader(new BcOpenPGPImplementation(), POLICY).parseCertificates(text);
        } catch (IOException | RuntimeException e) {
            throw new BadSignature("it can't be read as an OpenPGP public key; write it with 'gpg --armor --export'");
        }
        if (found.size() != 1) {
            throw new BadSignature("it holds " + found.size() + " OpenPGP public keys, one is expected");
        }
        return new OpenPgpKey(found.get(0));
    }

    @Override
    public String fingerprint() {
        return HexFormat.of().formatHex(certificate.getFingerprint());
    }

    @Override
    public boolean claimedBy(ParsedSignature signature) {
        return signature instanceof OpenPgpSignature openPgp
                && component(openPgp.value()).isPresent();
    }

    private Optional<OpenPGPComponentKey> component(PGPSignature signature) {
        return signature.getKeyIdentifiers().stream()
                .filter(id -> !id.isWildcard())
                .flatMap(id -> Optional.ofNullable(certificate.getKey(id)).stream())
                .findFirst();
    }

    @Override
    public Optional<String> fault(ParsedSignature parsed, byte[] payload, Instant now) {
        OpenPgpSignature openPgp = (OpenPgpSignature) parsed;
        PGPSignature signature = openPgp.value();
        if (!HASHES.contains(signature.getHashAlgorithm())) {
            return Optional.of("it uses SHA-1 or another hash that can be forged; sign with SHA-256 or SHA-512");
        }
        if (signature.getVersion() < 4 || signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
            return Optional.of("it is no signature of a file in today's form");
        }
        OpenPGPComponentKey key = component(signature).orElseThrow();
        if (!openPgp.fits(key.getPGPPublicKey(), payload)) {
            return Optional.of("it does not fit what it is attached to");
        }
        if (!POLICY.isAcceptablePublicKey(key.getPGPPublicKey())) {
            return Optional.of("its key is of a kind or length that is not accepted");
        }
        Instant made = signature.getCreationTime().toInstant();
        if (made.isAfter(now.plus(CLOCKS_DIFFER))) {
            return Optional.of("it is dated in the future");
        }
        if (!new OpenPGPDocumentSignature(signature, key).isEffectiveAt(Date.from(now.plus(CLOCKS_DIFFER)))) {
            return Optional.of("it has expired");
        }
        return fault(key, made, now);
    }

    /** A key is judged as it is now: GnuPG replaces the older signatures of a key on itself by the newest. */
    private Optional<String> fault(OpenPGPComponentKey key, Instant made, Instant now) {
        Date date = Date.from(now);
        for (OpenPGPComponentKey part : List.of(certificate.getPrimaryKey(), key)) {
            Optional<Instant> expires =
                    Optional.ofNullable(part.getKeyExpirationDateAt(date)).map(Date::toInstant);
            if (expires.isPresent() && expires.get().isBefore(now)) {
                return Optional.of("its key expired at " + expires.get());
            }
            if (part.getCreationTime().toInstant().isAfter(made)) {
                return Optional.of("it is older than its key");
            }
            if (!part.isBoundAt(date)) {
                return Optional.of("its key was revoked, or lacks a valid signature of its owner");
            }
        }
        return key.isSigningKey(date) ? Optional.empty() : Optional.of("its key is not one for signing");
    }
}
