package io.hallmark.measuredboot.chain;

import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.artifact.SectionFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sections of a unified kernel image that its stub takes ({@code src/boot/pe.c}); those without content count as
 * absent.
 *
 * <p>Where a name stands more than once, the stub takes the first or the last by its release, or the one of the profile
 * that is chosen at boot: nothing is said then. Which {@code .dtbauto} is taken, if any, depends on the devicetree or
 * hardware ids of the node.
 *
 * @param byName in the order of the file; no {@code .dtbauto}
 * @param unknown why it can't be told which sections are taken
 * @param automaticDevicetree whether there is a {@code .dtbauto}
 */
record StubSections(Map<String, SectionFacts> byName, Optional<String> unknown, boolean automaticDevicetree) {
    static final String DTBAUTO = ".dtbauto";

    static StubSections of(PeFacts pe, StubBuild build) {
        Map<String, SectionFacts> byName = new LinkedHashMap<>();
        Optional<String> unknown = Optional.empty();
        boolean automatic = false;
        for (SectionFacts section : pe.sections()) {
            String name = section.name();
            if (name.equals(DTBAUTO)) {
                automatic = true;
            } else if (byName.put(name, section) != null && build.uses(name)) {
                unknown = Optional.of("the image has section " + name + " more than once, as one with several profiles"
                        + " has, and which of them is taken is decided at boot: boot an image with a single profile");
            }
        }
        byName.values().removeIf(section -> section.virtualSize() == 0);
        if (!byName.containsKey(".linux")) {
            unknown = Optional.of("the image's sections are not known: give the image itself, or a digest file that"
                    + " 'hallmark digest' wrote of it");
        }
        return new StubSections(byName, unknown, automatic);
    }

    Optional<SectionFacts> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The command line in the image, as the stub uses it. */
    CommandLine commandLine(Mangling mangling) {
        return get(".cmdline").map(section -> commandLine(section, mangling)).orElse(CommandLine.NONE);
    }

    static CommandLine commandLine(SectionFacts section, Mangling mangling) {
        return section.content()
                .map(content -> mangling.apply(content.text()))
                .orElseGet(() -> CommandLine.unknown(notKept(section)));
    }

    /** Why the content of a section that is there is not known. */
    static String notKept(SectionFacts section) {
        return "section " + section.name() + " has " + section.virtualSize() + " bytes, and contents of more than "
                + FileFacts.KEPT_CONTENT
                + " bytes are not kept with an image's facts: make the section smaller";
    }
}
