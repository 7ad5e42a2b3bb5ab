package io.hallmark.baselines.approval;

import java.util.Collection;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;

/** A detached CMS signature (RFC 5652) by one signer, as {@code gpgsm} makes it for Git. */
record CmsSignature(byte[] der, SignerInformation signer) implements ParsedSignature {
    static final String LABEL = "SIGNED MESSAGE";

    static CmsSignature parse(byte[] der) throws BadSignature {
        try {
            CMSSignedData data = new CMSSignedData(der);
            Collection<SignerInformation> signers = data.getSignerInfos().getSigners();
            if (signers.size() != 1 || !data.isDetachedSignature()) {
                throw new BadSignature("it is no detached X.509 signature by one signer");
            }
            return new CmsSignature(der, signers.iterator().next());
        } catch (CMSException | RuntimeException e) {
            throw new BadSignature("it can't be read as an X.509 signature");
        }
    }

    @Override
    public String keyWords() {
        return signer.getSID().getSerialNumber() == null
                ? "an X.509 key"
                : "X.509 certificate with serial number "
                        + signer.getSID().getSerialNumber().toString(16);
    }
}
