package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.io.RandomBytes;
import io.hallmark.measuredboot.pe.Sbat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what a boot file is and of which version, by what the file says of itself. */
final class Products {
    private static final Pattern LOADER_INFO = Pattern.compile("#### LoaderInfo: (systemd-boot|systemd-stub) (\\S+) ####");

    /** iPXE before it had SBAT rows keeps its version as a text of its own. */
    private static final Pattern IPXE_VERSION = Pattern.compile("\0(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?:\\+[!-~]{0,80})?)\0");

    private static final String IPXE_MARK = "iPXE/%s";
    private static final int LARGEST_IPXE = 8 * 1024 * 1024;

    private Products() {}

    /** @param start the file's first bytes, at least {@link LinuxVersion#NEEDED} if it has as many */
    static Optional<Product> of(RandomBytes file, byte[] start, Optional<PeFacts> pe) throws IOException {
        Optional<Product> loader = pe.flatMap(Products::loaderInfo);
        if (loader.isPresent()) {
            return loader;
        }
        Optional<Product> linux = LinuxVersion.of(start).map(version -> new Product(Product.LINUX, version));
        if (linux.isPresent()) {
            return linux;
        }
        Optional<Product> bySbat = pe.flatMap(facts -> text(facts, ".sbat")).flatMap(Products::sbat);
        if (bySbat.isPresent() || pe.isEmpty() || file.length() > LARGEST_IPXE) {
            return bySbat;
        }
        return ipxe(new String(file.read(0, (int) file.length()), StandardCharsets.ISO_8859_1));
    }

    private static Optional<Product> loaderInfo(PeFacts pe) {
        for (SectionFacts section : pe.sections()) {
            if (section.name().equals(".sdmagic")) {
                Matcher matcher = LOADER_INFO.matcher(
                        section.content().map(Content::text).orElse(""));
                if (matcher.find()) {
                    return Optional.of(new Product(matcher.group(1), matcher.group(2)));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Product> sbat(String text) {
        Sbat sbat = Sbat.parse(text);
        for (String name : new String[] {Product.SHIM, Product.GRUB, Product.IPXE}) {
            Optional<String> version = sbat.version(name);
            if (version.isPresent()) {
                return Optional.of(new Product(name, version.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Product> ipxe(String bytes) {
        if (!bytes.contains(IPXE_MARK)) {
            return Optional.empty();
        }
        Matcher matcher = IPXE_VERSION.matcher(bytes);
        return matcher.find() ? Optional.of(new Product(Product.IPXE, matcher.group(1))) : Optional.empty();
    }

    private static Optional<String> text(PeFacts pe, String section) {
        return pe.section(section).flatMap(SectionFacts::content).map(Content::text);
    }
}
