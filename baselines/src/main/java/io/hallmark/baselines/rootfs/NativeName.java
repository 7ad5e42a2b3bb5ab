package io.hallmark.baselines.rootfs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The bytes of names that Java holds as paths; as texts they come out wrong where the locale is not UTF-8. */
final class NativeName {
    private static final boolean UTF_8 =
            System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase(StandardCharsets.UTF_8.name());
    private static final int REPLACED = 0xFFFD;

    private NativeName() {}

    /** The name as a text that keeps each byte; see {@link FileName}. */
    static String of(Path name) {
        String text = name.toString();
        if (text.chars().allMatch(c -> c < 0x80) || (UTF_8 && text.indexOf(REPLACED) < 0)) {
            return text;
        }
        // A URI is the one place where Java shows the bytes; it takes absolute paths, and marks folders by a slash.
        byte[] absolute = decoded(Path.of("/").resolve(name).toUri().getRawPath());
        int start = name.isAbsolute() ? 0 : 1;
        int end = absolute.length;
        if (absolute[end - 1] == '/' && !text.endsWith("/")) {
            end--;
        }
        return FileName.ofBytes(java.util.Arrays.copyOfRange(absolute, start, end));
    }

    private static byte[] decoded(String rawPath) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(rawPath.length());
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(rawPath.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }
}
