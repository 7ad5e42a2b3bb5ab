package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.pe.PeLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the version of a program that keeps it as a text somewhere among its data: iPXE before it had SBAT rows
 * ({@code src/core/version.c}), and uncompressed Linux images without a setup header ({@code init/version.c}).
 */
final class VersionFinder implements Taker {
    private static final Pattern IPXE_VERSION =
            Pattern.compile("\0(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?:\\+[!-~]{0,80}(?: \\([0-9a-z]{1,40}\\))?)?)\0");
    private static final String IPXE_MARK = "iPXE/%s";
    private static final Pattern LINUX_VERSION = Pattern.compile("Linux version ([!-~]{1,128}) \\(");

    /** Texts that cross the end of a part are found by keeping this many bytes of the one before. */
    private static final int OVERLAP = 256;

    private static final long LARGEST = 256L * 1024 * 1024;

    /** Where the images of arm64, RISC-V and LoongArch have the magic of their header ({@code Documentation/arch}). */
    private static final int IMAGE_MAGIC_AT = 0x38;

    private static final List<String> IMAGE_MAGICS = List.of("ARM\u0064", "RSC\u0005", "\u00cd\u0023\u0082\u0081");

    private final boolean linux;
    private String end = "";
    private boolean marked;
    private Optional<String> version = Optional.empty();

    private VersionFinder(boolean linux) {
        this.linux = linux;
    }

    /**
     * A finder, unless the sections say better what the file is.
     *
     * @param start of the file
     */
    static Optional<VersionFinder> forProgram(PeLayout layout, byte[] start) {
        boolean says = layout.sections().stream()
                .anyMatch(section ->
                        section.name().equals(".sbat") || section.name().equals(".sdmagic"));
        boolean linux = start.length >= IMAGE_MAGIC_AT + 4
                && IMAGE_MAGICS.contains(new String(start, IMAGE_MAGIC_AT, 4, StandardCharsets.ISO_8859_1));
        boolean known = LinuxVersion.of(start).isPresent() || says && !linux;
        return known || layout.size() > LARGEST ? Optional.empty() : Optional.of(new VersionFinder(linux));
    }

    @Override
    public void take(byte[] buffer, int length, long offset) {
        if (version.isPresent() && (linux || marked)) {
            return;
        }
        String part = end + new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        if (version.isEmpty()) {
            Matcher matcher = (linux ? LINUX_VERSION : IPXE_VERSION).matcher(part);
            version = matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }
        marked |= part.contains(IPXE_MARK);
        end = part.substring(Math.max(0, part.length() - OVERLAP));
    }

    /** What was found, after the pass. */
    Optional<Product> product() {
        if (linux) {
            return version.map(text -> new Product(Product.LINUX, text));
        }
        return marked ? version.map(text -> new Product(Product.IPXE, text)) : Optional.empty();
    }
}
