package io.hallmark.baselines.document;

import io.hallmark.baselines.BaselinesException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** The text of a document, and where a character of it stands. */
final class DocumentText {
    /** Baselines with many sets and long event data stay far below. */
    static final int MOST_BYTES = 64 * 1024 * 1024;

    /** Nested deeper than any document here; what is deeper is made to exhaust the stack. */
    static final int DEEPEST = 40;

    /** Each costs some hundred bytes of memory while it is read; the largest baseline has a tenth of them. */
    static final int MOST_VALUES = 1_000_000;

    private DocumentText() {}

    /**
     * Decodes UTF-8, without the byte order mark that some editors write.
     *
     * @throws BaselinesException when it is too large or no UTF-8
     */
    static String of(String file, byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new BaselinesException(file + ":1:1: the document has " + bytes.length + " bytes, more than the "
                    + MOST_BYTES + " that are read; split it up");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, text, true);
        text.flip();
        if (result.isError()) {
            Source place = place(file, text.toString(), text.length());
            throw YamlValue.error(
                    place, "the document is not UTF-8 text from byte " + in.position() + " on; save it as UTF-8");
        }
        return text.length() > 0 && text.charAt(0) == '\uFEFF'
                ? text.subSequence(1, text.length()).toString()
                : text.toString();
    }

    /** The place of the character at {@code index}; a column is a code point, as in the YAML parser's marks. */
    static Source place(String file, String text, int index) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                line++;
                start = i + 1;
            }
        }
        return new Source(file, line, text.codePointCount(start, index) + 1);
    }
}
