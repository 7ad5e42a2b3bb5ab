package io.hallmark.puppetbridge.aide;

import io.hallmark.measuredboot.digest.Bank;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What AIDE can know of a file, in the order of its bits (AIDE 0.18.3, {@code include/attributes.h}). A line of the
 * database has the bits of what it holds, in the column {@code attr}.
 */
enum Attribute {
    FILENAME("", "name", true),
    LINKNAME("l", "lname", true),
    PERM("p", "perm", true),
    UID("u", "uid", true),
    GID("g", "gid", true),
    SIZE("s", "size", true),
    ATIME("a", "atime", false),
    CTIME("c", "ctime", false),
    MTIME("m", "mtime", true),
    INODE("i", "inode", false),
    BCOUNT("b", "bcount", false),
    LINKCOUNT("n", "lcount", false),
    MD5("md5", "md5", false),
    SHA1("sha1", "sha1", true),
    RMD160("rmd160", "rmd160", false),
    TIGER("tiger", "tiger", false),
    CRC32("crc32", "crc32", false),
    HAVAL("haval", "haval", false),
    GOST("gost", "gost", false),
    CRC32B("crc32b", "crc32b", false),
    ATTR("", "attr", true),
    ACL("acl", "acl", true),
    BSIZE("", "", false),
    RDEV("", "", false),
    DEV("", "", false),
    ALL_HASHES("", "", false),
    GROWING_SIZE("S", "", false),
    CHECK_INODE("I", "", false),
    ALLOW_NEW("ANF", "", true),
    ALLOW_REMOVED("ARF", "", true),
    SHA256("sha256", "sha256", true),
    SHA512("sha512", "sha512", true),
    SELINUX("selinux", "selinux", true),
    XATTRS("xattrs", "xattrs", true),
    WHIRLPOOL("whirlpool", "whirlpool", false),
    FTYPE("ftype", "", true),
    E2FSATTRS("e2fsattrs", "e2fsattrs", false),
    CAPS("caps", "capabilities", false),
    STRIBOG256("stribog256", "stribog256", false),
    STRIBOG512("stribog512", "stribog512", false),
    GROWING("growing", "", false),
    COMPRESSED("compressed", "", false);

    private static final List<Attribute> IN_ORDER = List.of(values());

    private final String group;
    private final String column;
    private final boolean known;

    /**
     * @param group its name in a configuration, if it has one
     * @param column its name in a database, if it has one
     * @param known whether an image tells it; what a node's file system adds, and weak digests, are not
     */
    Attribute(String group, String column, boolean known) {
        this.group = group;
        this.column = column;
        this.known = known;
    }

    String group() {
        return group;
    }

    Optional<String> column() {
        return Optional.of(column).filter(name -> !name.isEmpty());
    }

    boolean known() {
        return known;
    }

    /** The bank of a digest. */
    Optional<Bank> bank() {
        return switch (this) {
            case SHA1 -> Optional.of(Bank.SHA1);
            case SHA256 -> Optional.of(Bank.SHA256);
            case SHA512 -> Optional.of(Bank.SHA512);
            default -> Optional.empty();
        };
    }

    static Set<Attribute> named(String... groups) {
        EnumSet<Attribute> attributes = EnumSet.noneOf(Attribute.class);
        for (Attribute attribute : values()) {
            if (Stream.of(groups).anyMatch(attribute.group::equals)) {
                attributes.add(attribute);
            }
        }
        return attributes;
    }

    /** The number that a database has for a set. */
    static long bits(Collection<Attribute> attributes) {
        return attributes.stream()
                .mapToLong(attribute -> 1L << IN_ORDER.indexOf(attribute))
                .sum();
    }

    /** The names of those that no image tells. */
    static List<String> unknown(Collection<Attribute> attributes) {
        List<String> names = new ArrayList<>();
        attributes.stream().filter(attribute -> !attribute.known).forEach(attribute -> names.add(attribute.group));
        return names;
    }
}
