package io.hallmark.baselines.approval;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the data types of RFC 4251, section 5. */
final class SshReader {
    private final ByteBuffer in;

    SshReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    byte[] bytes(int count) throws BadSignature {
        if (count < 0 || count > in.remaining()) {
            throw new BadSignature("it is cut off at byte " + in.position());
        }
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    int u32() throws BadSignature {
        return ByteBuffer.wrap(bytes(4)).getInt();
    }

    int u8() throws BadSignature {
        return bytes(1)[0] & 0xFF;
    }

    byte[] string() throws BadSignature {
        return bytes(u32());
    }

    String text() throws BadSignature {
        return new String(string(), StandardCharsets.ISO_8859_1);
    }

    BigInteger positive() throws BadSignature {
        byte[] number = string();
        if (number.length == 0 || number.length > 2048 || number[0] < 0) {
            throw new BadSignature("it holds a number that is not positive, or too large");
        }
        return new BigInteger(number);
    }

    void done() throws BadSignature {
        if (in.hasRemaining()) {
            throw new BadSignature("it has " + in.remaining() + " bytes after its end");
        }
    }
}
