package io.hallmark.baselines.secureboot;

import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.artifact.SectionFacts;
import io.hallmark.measuredboot.pe.Sbat;
import io.hallmark.measuredboot.pe.SbatLevel;
import java.util.Optional;

/**
 * The SBAT level that shim holds images to (shim, {@code sbat.c}): the later one, by the date in its first row, of what
 * the firmware keeps and what shim brings in {@code .sbatlevel}.
 */
record SbatPolicy(Sbat level) {

    static SbatPolicy of(FirmwareKeys keys, Artifact shim) {
        Optional<String> kept =
                keys.shim("SbatLevel").or(() -> keys.shim("SbatLevelRT")).map(Content::text);
        Optional<String> level = section(shim, ".sbatlevel")
                .map(content -> SbatLevel.parse(content.bytes()).inForce(kept))
                .or(() -> kept);
        return new SbatPolicy(Sbat.parse(level.orElse("")));
    }

    /**
     * Why an image is too old.
     *
     * @param needed whether an image without {@code .sbat} is refused: one that shim itself loads, not one that a loader
     *     asks it about (shim, {@code verify_sbat_section})
     */
    Optional<String> refusal(Artifact image, boolean needed) {
        Optional<Content> section = section(image, ".sbat");
        if (section.isEmpty()) {
            return needed
                    ? Optional.of("it has no SBAT section, without which shim starts no loader; use a newer build")
                    : Optional.empty();
        }
        for (Sbat.Row row : Sbat.parse(section.get().text()).rows()) {
            for (Sbat.Row least : level.rows()) {
                if (row.component().equals(least.component()) && number(row) < number(least)) {
                    return Optional.of("SBAT too old: component " + row.component() + " has generation "
                            + row.generation() + ", and the level is " + least.generation() + "; use a newer build");
                }
            }
        }
        return Optional.empty();
    }

    /** A generation that is no number is less than any, so that an unreadable row refuses. */
    private static int number(Sbat.Row row) {
        return row.generation().matches("[0-9]{1,5}") ? Integer.parseInt(row.generation()) : -1;
    }

    static Optional<Content> section(Artifact artifact, String name) {
        return artifact.facts().pe().flatMap(pe -> pe.section(name)).flatMap(SectionFacts::content);
    }
}
