package io.hallmark.baselines.initramfs;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.RandomBytes;
import io.hallmark.measuredboot.pe.PeLayout;
import io.hallmark.measuredboot.pe.PeSection;
import java.io.IOException;

/** The bytes of a file that the kernel unpacks as its initramfs. */
final class InitrdPart {
    /** The section of a unified kernel image that systemd-stub hands to the kernel (systemd-stub(7)). */
    static final String SECTION = ".initrd";

    private static final int CLAIM = 2;

    private InitrdPart() {}

    /**
     * The whole file, or the {@code .initrd} section of a unified kernel image. No initramfs begins as PE files do.
     *
     * @throws MeasuredBootException when it is a damaged PE file, or one without such a section
     */
    static RandomBytes of(RandomBytes file) throws IOException {
        if (file.length() < CLAIM || !PeLayout.claimed(file.read(0, CLAIM))) {
            return file;
        }
        PeSection section = PeLayout.read(file)
                .flatMap(layout -> layout.sections().stream()
                        .filter(candidate -> candidate.name().equals(SECTION))
                        .findFirst())
                .orElseThrow(() -> new MeasuredBootException(file.name() + ": a program without a section " + SECTION
                        + ", so it has no initramfs inside; give an initramfs or a unified kernel image"));
        return file.part("section " + SECTION, section.rawOffset(), section.contentSize());
    }
}
