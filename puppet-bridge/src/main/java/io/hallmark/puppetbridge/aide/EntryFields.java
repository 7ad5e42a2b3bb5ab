package io.hallmark.puppetbridge.aide;

import io.hallmark.baselines.rootfs.FileName;
import io.hallmark.baselines.rootfs.RootEntry;
import io.hallmark.baselines.rootfs.RootTree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fields of a line of the database (AIDE 0.18.3, {@code src/db_file.c}). */
final class EntryFields {
    static final String SELINUX = "security.selinux";

    private static final String NOTHING = "0";
    private static final String ENCODED = " <>\"#%{}|\\^~[]`@:\033'";

    private final AclText acls;

    EntryFields(RootTree tree) {
        this.acls = new AclText(UserNames.of(tree));
    }

    /** @param held what the line holds of the file; the rest is there as nothing */
    String of(Attribute column, RootEntry entry, Set<Attribute> held) {
        return switch (column) {
            case FILENAME -> encoded(entry.path());
            case PERM -> Integer.toOctalString(entry.mode());
            case ATTR -> Long.toString(Attribute.bits(held));
            default -> held.contains(column) ? value(column, entry) : NOTHING;
        };
    }

    private String value(Attribute column, RootEntry entry) {
        return switch (column) {
            case LINKNAME -> entry.target().map(EntryFields::encoded).orElse(NOTHING);
            case UID -> Long.toString(entry.uid());
            case GID -> Long.toString(entry.gid());
            case SIZE -> Long.toString(entry.size().orElseThrow());
            case MTIME -> entry.mtime() == 0 ? NOTHING : base64(Long.toString(entry.mtime()));
            case ACL ->
                "POSIX," + base64(acls.access(entry)) + ","
                        + acls.defaults(entry).map(EntryFields::base64).orElse(NOTHING);
            case SELINUX -> base64(label(entry));
            case XATTRS -> xattrs(entry);
            default ->
                column.bank()
                        .flatMap(bank -> entry.digests().in(bank))
                        .map(digest -> Base64.getEncoder().encodeToString(digest.bytes()))
                        .orElse(NOTHING);
        };
    }

    /** The text of a label, without the zero that the kernel ends it with. */
    private static String label(RootEntry entry) {
        byte[] value = Base64.getDecoder().decode(entry.xattrs().get(SELINUX));
        String text = new String(value, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static String xattrs(RootEntry entry) {
        SortedMap<String, String> kept = new TreeMap<>();
        for (Map.Entry<String, String> xattr : entry.xattrs().entrySet()) {
            if (xattr.getKey().matches("(user|security|trusted)\\..*")) {
                kept.put(xattr.getKey(), xattr.getValue());
            }
        }
        StringBuilder text = new StringBuilder(Integer.toString(kept.size()));
        kept.forEach((name, value) ->
                text.append(',').append(encoded(name)).append(',').append(value.isEmpty() ? NOTHING : value));
        return text.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A text without spaces and signs that mean something in the file; one that begins with 0 gets another before it. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : FileName.toBytes(text)) {
            char c = (char) (b & 0xFF);
            if (c <= ' ' || c > '~' || ENCODED.indexOf(c) >= 0) {
                encoded.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            } else {
                encoded.append(c);
            }
        }
        String whole = encoded.toString();
        return whole.isEmpty() ? "0-" : whole.startsWith("0") ? "0" + whole : whole;
    }
}
