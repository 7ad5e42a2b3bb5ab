package io.hallmark.measuredboot.pe;

import io.hallmark.measuredboot.MeasuredBootException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Who signed, by the SignerInfo structures of PKCS#7 SignedData (RFC 2315, section 9). The certificates beside them do
 * not tell: those of a time stamp's issuer are in the same set.
 */
final class SignedData {
    private static final int INTEGER = 0x02;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTENT = 0xA0;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int MOST_SIGNERS = 32;

    /** How a SignerInfo names its certificate. */
    record SignerId(X500Principal issuer, BigInteger serial) {}

    private SignedData() {}

    /**
     * The signers, of a sane number.
     *
     * @throws RuntimeException of one kind or another when the data have another shape
     */
    static List<SignerId> signers(byte[] pkcs7) {
        Der contentInfo = new Der(pkcs7, 0, pkcs7.length).enter(SEQUENCE);
        contentInfo.value(OBJECT_IDENTIFIER);
        Der signedData = contentInfo.enter(CONTENT).enter(SEQUENCE);
        signedData.value(INTEGER);
        signedData.value(SET);
        signedData.value(SEQUENCE);
        while (signedData.hasMore() && signedData.tag() != SET) {
            // Certificates and revocation lists are optional.
            signedData.value(signedData.tag());
        }
        Der infos = signedData.enter(SET);
        List<SignerId> signers = new ArrayList<>();
        while (infos.hasMore() && signers.size() < MOST_SIGNERS) {
            Der info = infos.enter(SEQUENCE);
            info.value(INTEGER);
            Der id = info.enter(SEQUENCE);
            X500Principal issuer = new X500Principal(id.whole(SEQUENCE));
            signers.add(new SignerId(issuer, new BigInteger(id.value(INTEGER))));
        }
        return signers;
    }

    /** DER values in a row (X.690, section 8.1). */
    private static final class Der {
        private final byte[] data;
        private final int end;
        private int position;

        Der(byte[] data, int start, int end) {
            this.data = data;
            this.position = start;
            this.end = end;
        }

        boolean hasMore() {
            return position < end;
        }

        int tag() {
            return at(position);
        }

        Der enter(int tag) {
            int length = header(tag);
            position += length;
            return new Der(data, position - length, position);
        }

        byte[] value(int tag) {
            Der inside = enter(tag);
            return Arrays.copyOfRange(data, inside.position, inside.end);
        }

        /** The value with its tag and length. */
        byte[] whole(int tag) {
            int start = position;
            enter(tag);
            return Arrays.copyOfRange(data, start, position);
        }

        private int header(int tag) {
            if (at(position) != tag) {
                throw bad();
            }
            int length = at(position + 1);
            position += 2;
            if (length >= 0x80) {
                int count = length & 0x7F;
                if (count == 0 || count > 4) {
                    throw bad();
                }
                long value = 0;
                for (int i = 0; i < count; i++) {
                    value = value << 8 | at(position++);
                }
                length = (int) Math.min(value, Integer.MAX_VALUE);
            }
            if (length > end - position) {
                throw bad();
            }
            return length;
        }

        private int at(int index) {
            if (index >= end) {
                throw bad();
            }
            return data[index] & 0xFF;
        }

        private MeasuredBootException bad() {
            return new MeasuredBootException("not the DER of PKCS#7 SignedData at byte " + position);
        }
    }
}
