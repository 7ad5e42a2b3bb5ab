package io.hallmark.baselines.approval;

import java.nio.charset.StandardCharsets;

/** A detached signature of one of the three forms that Git knows. It is read, not verified. */
sealed interface ParsedSignature permits SshSignature, OpenPgpSignature, CmsSignature {

    /** @throws BadSignature when it is none of them or can't be read */
    static ParsedSignature of(byte[] armored) throws BadSignature {
        String text = new String(armored, StandardCharsets.ISO_8859_1);
        if (Armor.is(text, SshSignature.LABEL)) {
            return SshSignature.parse(Armor.decode(text, SshSignature.LABEL));
        }
        if (Armor.is(text, OpenPgpSignature.LABEL)) {
            return OpenPgpSignature.parse(armored);
        }
        if (Armor.is(text, CmsSignature.LABEL)) {
            return CmsSignature.parse(Armor.decode(text, CmsSignature.LABEL));
        }
        throw new BadSignature("it is neither an SSH, nor an OpenPGP, nor an X.509 signature");
    }

    /** Which key it says made it, for messages. */
    String keyWords();
}
