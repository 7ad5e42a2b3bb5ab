package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.Product;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.pe.Sbat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what a boot file is and of which version, by what the file says of itself. */
final class Products {
    private static final Pattern LOADER_INFO =
            Pattern.compile("#### LoaderInfo: (systemd-boot|systemd-stub) ([!-~]{1,128}) ####");

    private Products() {}

    /** @param start the file's first bytes, at least {@link LinuxVersion#NEEDED} if it has as many */
    static Optional<Product> of(byte[] start, Optional<PeFacts> pe) {
        Optional<Product> loader = pe.flatMap(Products::loaderInfo);
        if (loader.isPresent()) {
            return loader;
        }
        Optional<Product> linux = LinuxVersion.of(start).map(version -> new Product(Product.LINUX, version));
        if (linux.isPresent()) {
            return linux;
        }
        return pe.flatMap(facts -> text(facts, ".sbat")).flatMap(Products::sbat);
    }

    private static Optional<Product> loaderInfo(PeFacts pe) {
        for (SectionFacts section : pe.sections()) {
            if (section.name().equals(".sdmagic")) {
                Matcher matcher =
                        LOADER_INFO.matcher(section.content().map(Content::text).orElse(""));
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

    private static Optional<String> text(PeFacts pe, String section) {
        return pe.section(section).flatMap(SectionFacts::content).map(Content::text);
    }
}
