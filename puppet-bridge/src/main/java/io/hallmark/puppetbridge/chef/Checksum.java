package io.hallmark.puppetbridge.chef;

import io.hallmark.measuredboot.artifact.Content;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.MD5Digest;

/**
 * MD5, which Chef Infra Server names the files of cookbooks by. It guards against damage on the way; what guards against
 * people is the signature of the request.
 */
final class Checksum {
    private Checksum() {}

    static String hex(Content content) {
        return HexFormat.of().formatHex(of(content));
    }

    static String base64(Content content) {
        return Base64.getEncoder().encodeToString(of(content));
    }

    private static byte[] of(Content content) {
        MD5Digest digest = new MD5Digest();
        digest.update(content.bytes(), 0, content.size());
        byte[] sum = new byte[digest.getDigestSize()];
        digest.doFinal(sum, 0);
        return sum;
    }
}
