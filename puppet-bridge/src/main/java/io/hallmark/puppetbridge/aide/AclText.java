package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.rootfs.RootEntry;
import io.hallmark.measuredboot.io.Printable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;

/** Access control lists as libacl's {@code acl_to_text} writes them, with the names of users that the image knows. */
final class AclText {
    private static final String ACCESS = "system.posix_acl_access";
    private static final String DEFAULT = "system.posix_acl_default";
    private static final int VERSION = 2;

    private final UserNames names;

    AclText(UserNames names) {
        this.names = names;
    }

    /** Whether a file is needed to write ACLs. */
    static boolean isNamesOfUsers(String path) {
        return path.equals(UserNames.USERS) || path.equals(UserNames.GROUPS);
    }

    /** The list for access; where there is none, what the permissions amount to. */
    String access(RootEntry entry) {
        String stored = entry.xattrs().get(ACCESS);
        int mode = entry.permissions();
        return stored != null
                ? text(entry.path(), stored)
                : "user::" + permissions(mode >> 6) + "\ngroup::" + permissions(mode >> 3) + "\nother::"
                        + permissions(mode) + "\n";
    }

    /** The list that new files in a folder get. */
    Optional<String> defaults(RootEntry entry) {
        return Optional.ofNullable(entry.xattrs().get(DEFAULT)).map(stored -> text(entry.path(), stored));
    }

    /** An attribute's value (Linux, {@code posix_acl_xattr.h}): a version, then a tag, permissions and an id each. */
    private String text(String path, String stored) {
        ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(stored)).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder text = new StringBuilder();
        try {
            if (in.getInt() != VERSION) {
                throw damaged(path);
            }
            int mask = mask(in.duplicate().order(ByteOrder.LITTLE_ENDIAN));
            while (in.hasRemaining()) {
                int tag = in.getShort();
                int allowed = in.getShort();
                long id = Integer.toUnsignedLong(in.getInt());
                String line =
                        switch (tag) {
                            case 0x01 -> "user::";
                            case 0x02 -> "user:" + names.user(id) + ":";
                            case 0x04 -> "group::";
                            case 0x08 -> "group:" + names.group(id) + ":";
                            case 0x10 -> "mask::";
                            case 0x20 -> "other::";
                            default -> throw damaged(path);
                        };
                boolean masked = tag == 0x02 || tag == 0x04 || tag == 0x08;
                text.append(line).append(permissions(allowed));
                if (masked && (allowed & mask) != allowed) {
                    text.append("\t#effective:").append(permissions(allowed & mask));
                }
                text.append('\n');
            }
        } catch (BufferUnderflowException e) {
            throw damaged(path);
        }
        return text.toString();
    }

    private static int mask(ByteBuffer entries) {
        while (entries.hasRemaining()) {
            int tag = entries.getShort();
            int allowed = entries.getShort();
            entries.getInt();
            if (tag == 0x10) {
                return allowed;
            }
        }
        return 7;
    }

    private static String permissions(int bits) {
        return ((bits & 4) != 0 ? "r" : "-") + ((bits & 2) != 0 ? "w" : "-") + ((bits & 1) != 0 ? "x" : "-");
    }

    private static BaselinesException damaged(String path) {
        return new BaselinesException(Printable.line(path) + ": its ACL is damaged");
    }
}
