package io.hallmark.baselines.rootfs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Names of files as texts. Linux has bytes: what is no UTF-8 becomes lone surrogates U+DC80 to U+DCFF, one for each
 * byte, as in Python (PEP 383), so that no name is lost and none can be taken for another.
 */
public final class FileName {
    private static final char ESCAPE = '\uDC00';

    private FileName() {}

    /** The text of a name. */
    public static String ofBytes(byte[] name) {
        for (byte b : name) {
            if (b < 0) {
                return decode(name);
            }
        }
        return new String(name, StandardCharsets.US_ASCII);
    }

    /** The bytes of a name that {@link #ofBytes} made. */
    public static byte[] toBytes(String name) {
        if (isText(name)) {
            return name.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(name.length());
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            if (isEscape(point)) {
                out.write(point - ESCAPE);
            } else {
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
            i += Character.charCount(point);
        }
        return out.toByteArray();
    }

    /** Whether the name is UTF-8. */
    public static boolean isText(String name) {
        return name.codePoints().noneMatch(FileName::isEscape);
    }

    private static boolean isEscape(int point) {
        return point >= ESCAPE + 0x80 && point <= ESCAPE + 0xFF;
    }

    private static String decode(byte[] name) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(name);
        CharBuffer out = CharBuffer.allocate(name.length);
        for (CoderResult result = decoder.decode(in, out, true);
                result.isError();
                result = decoder.decode(in, out, true)) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + (in.get() & 0xFF)));
            }
        }
        return out.flip().toString();
    }
}
