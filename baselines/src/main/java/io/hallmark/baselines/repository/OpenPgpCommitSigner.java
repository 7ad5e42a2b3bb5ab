package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/**
 * Signs with Bouncy Castle itself: JGit's signer takes keys only from the one GnuPG home of the process, and puts the
 * time of the clock into the signature.
 */
record OpenPgpCommitSigner(KeyFile secretKeys, Optional<String> key, Optional<Supplier<char[]>> passphrase)
        implements CommitSigner {

    @Override
    public byte[] sign(Repository repository, PersonIdent who, byte[] payload) {
        try {
            Found found = find();
            Date time = found.earliestSignature(who.getWhenAsInstant());
            return signature(found.secret(), unlock(found.secret()), time, payload);
        } catch (IOException | PGPException e) {
            throw new BaselinesException(
                    "the OpenPGP keys in " + secretKeys + " can't be used: " + e.getMessage()
                            + "; give a file that 'gpg --export-secret-keys' wrote",
                    e);
        }
    }

    private record Found(PGPSecretKey secret, PGPPublicKey primary) {
        /** GnuPG rejects a signature that is older than its key, as a new key makes on a commit with an old date. */
        Date earliestSignature(Instant commitTime) {
            return Stream.of(Date.from(commitTime), secret.getPublicKey().getCreationTime(), primary.getCreationTime())
                    .max(Date::compareTo)
                    .orElseThrow();
        }
    }

    private Found find() throws IOException, PGPException {
        try (InputStream file = new ByteArrayInputStream(secretKeys.bytes())) {
            PGPSecretKeyRingCollection rings =
                    new PGPSecretKeyRingCollection(PGPUtil.getDecoderStream(file), new BcKeyFingerprintCalculator());
            for (PGPSecretKeyRing ring : rings) {
                for (PGPSecretKey candidate : ring) {
                    if (candidate.isSigningKey() && !candidate.isPrivateKeyEmpty() && isAsked(ring, candidate)) {
                        return new Found(candidate, ring.getPublicKey());
                    }
                }
            }
        }
        throw new BaselinesException(secretKeys + " holds no secret key that can sign"
                + key.map(k -> " and is called '" + k + "'").orElse("")
                + ": export it with 'gpg --export-secret-keys'");
    }

    private boolean isAsked(PGPSecretKeyRing ring, PGPSecretKey candidate) {
        if (key.isEmpty()) {
            return true;
        }
        String asked = key.get().toLowerCase(Locale.ROOT);
        String id = asked.replaceFirst("^0x", "").replace(" ", "");
        if (id.matches("[0-9a-f]{8,64}")) {
            return hasFingerprint(candidate, id) || hasFingerprint(ring.getSecretKey(), id);
        }
        for (Iterator<String> users = ring.getPublicKey().getUserIDs(); users.hasNext(); ) {
            if (users.next().toLowerCase(Locale.ROOT).contains(asked)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasFingerprint(PGPSecretKey candidate, String end) {
        return HexFormat.of().formatHex(candidate.getFingerprint()).endsWith(end);
    }

    private PGPPrivateKey unlock(PGPSecretKey secret) throws PGPException {
        boolean encrypted = secret.getKeyEncryptionAlgorithm() != 0;
        if (encrypted && passphrase.isEmpty()) {
            throw new BaselinesException("the OpenPGP key in " + secretKeys + " is encrypted: give its passphrase");
        }
        char[] secretText = encrypted ? passphrase.get().get() : new char[0];
        try {
            return secret.extractPrivateKey(
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(secretText));
        } catch (PGPException e) {
            throw new BaselinesException(
                    "the passphrase does not open the OpenPGP key in " + secretKeys + ": check it", e);
        }
    }

    private static byte[] signature(PGPSecretKey secret, PGPPrivateKey unlocked, Date time, byte[] commit)
            throws PGPException, IOException {
        PGPPublicKey publicKey = secret.getPublicKey();
        PGPSignatureGenerator generator = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512), publicKey);
        generator.init(PGPSignature.BINARY_DOCUMENT, unlocked);
        PGPSignatureSubpacketGenerator facts = new PGPSignatureSubpacketGenerator();
        facts.setIssuerFingerprint(false, publicKey);
        facts.setSignatureCreationTime(false, time);
        generator.setHashedSubpackets(facts.generate());
        generator.update(commit);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ArmoredOutputStream armor =
                ArmoredOutputStream.builder().clearHeaders().build(text)) {
            generator.generate().encode(armor);
        }
        return text.toByteArray();
    }

    @Override
    public String toString() {
        return "OpenPGP key in " + secretKeys;
    }
}
