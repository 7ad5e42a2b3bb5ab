package io.hallmark.baselines.approval;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** A detached OpenPGP signature (RFC 9580), as {@code gpg --detach-sign} makes it. */
record OpenPgpSignature(PGPSignature value) implements ParsedSignature {
    static final String LABEL = "PGP SIGNATURE";

    static OpenPgpSignature parse(byte[] armored) throws BadSignature {
        if (armored.length > Armor.LARGEST) {
            throw new BadSignature("it has more than " + Armor.LARGEST + " bytes");
        }
        try (ArmoredInputStream in = new ArmoredInputStream(new ByteArrayInputStream(armored))) {
            PGPObjectFactory packets = new BcPGPObjectFactory(in);
            Object first = packets.nextObject();
            if (first instanceof PGPSignatureList list && list.size() == 1 && packets.nextObject() == null) {
                return new OpenPgpSignature(list.get(0));
            }
        } catch (IOException | RuntimeException e) {
            throw new BadSignature("it can't be read as an OpenPGP signature");
        }
        throw new BadSignature("it holds something else than one OpenPGP signature");
    }

    @Override
    public String keyWords() {
        return "OpenPGP key "
                + value.getKeyIdentifiers().stream()
                        .filter(id -> !id.isWildcard())
                        .findFirst()
                        .map(KeyIdentifier::toString)
                        .orElse("of unknown id")
                        .toLowerCase(Locale.ROOT);
    }

    boolean fits(PGPPublicKey key, byte[] payload) {
        try {
            value.init(new BcPGPContentVerifierBuilderProvider(), key);
            value.update(payload);
            return value.verify();
        } catch (PGPException | RuntimeException e) {
            return false;
        }
    }
}
