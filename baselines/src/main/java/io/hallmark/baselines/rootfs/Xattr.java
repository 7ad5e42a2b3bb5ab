package io.hallmark.baselines.rootfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;

/** Values of extended attributes, in the one form that entries have: Base64 of what {@code getxattr} gives. */
final class Xattr {
    private static final String ACL = "system.posix_acl_";
    private static final int EXT4_ACL = 1;
    private static final int XATTR_ACL = 2;
    private static final int USER = 2;
    private static final int GROUP = 8;

    private Xattr() {}

    /**
     * A value as debugfs writes it: {@code NAME (LENGTH) = HEX}, nothing after the length for an empty one.
     *
     * @throws IOException when it is none
     */
    static String ofDebugfs(String name, String line) throws IOException {
        String start = name + " (";
        int end = line.indexOf(')', start.length());
        if (!line.startsWith(start) || end < 0) {
            throw new IOException("it has no value of " + name);
        }
        String hex = line.substring(end + 1).replace(" = ", "").replace(" ", "");
        try {
            byte[] value = HexFormat.of().parseHex(hex);
            if (value.length != Integer.parseInt(line.substring(start.length(), end))) {
                throw new IOException("a value of " + name + " with another length than it says");
            }
            return Base64.getEncoder().encodeToString(name.startsWith(ACL) ? acl(value) : value);
        } catch (IllegalArgumentException e) {
            throw new IOException("it has no value of " + name, e);
        }
    }

    /** An ACL as ext4 stores it (Linux, {@code fs/ext4/acl.h}) in the form that a program sees it. */
    private static byte[] acl(byte[] stored) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        if (stored.length < 4 || in.getInt() != EXT4_ACL) {
            return stored;
        }
        ByteBuffer out = ByteBuffer.allocate(4 + 2 * stored.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(XATTR_ACL);
        try {
            while (in.hasRemaining()) {
                short tag = in.getShort();
                out.putShort(tag).putShort(in.getShort()).putInt(tag == USER || tag == GROUP ? in.getInt() : -1);
            }
        } catch (java.nio.BufferUnderflowException e) {
            throw new IOException("an ACL that ends in the middle of an entry", e);
        }
        byte[] value = new byte[out.position()];
        out.flip().get(value);
        return value;
    }
}
