package io.hallmark.bootlab.guest;

import io.hallmark.bootlab.host.BootLabException;
import java.util.ArrayList;
import java.util.List;

/** The fields of a package as {@code apt-cache show} prints them, as far as they stand on one line. */
final class ControlFields {
    private final String text;

    ControlFields(String text) {
        this.text = text;
    }

    /** @throws BootLabException when the package has no such field, as when apt knows no such package */
    String field(String name) {
        String start = name + ": ";
        return text.lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()).strip())
                .orElseThrow(() -> new BootLabException(
                        "apt says no '" + name + "' of the package; run 'apt-get update' and try again"));
    }

    /** The names of the packages that it depends on, first alternatives only, without versions. */
    List<String> dependencies() {
        List<String> names = new ArrayList<>();
        for (String dependency : field("Depends").split(",")) {
            names.add(dependency.strip().split("[ |(]")[0]);
        }
        return names;
    }
}
