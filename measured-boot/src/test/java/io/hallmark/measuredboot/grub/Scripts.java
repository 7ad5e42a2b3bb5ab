package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.io.Questions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs small configurations. */
final class Scripts {
    private final Map<String, GrubFile> files = new LinkedHashMap<>();
    private GrubBuildProfile build = GrubBuildProfile.DEBIAN_2_12_DISK;
    private boolean secureBoot;
    private List<GrubDevice> devices = List.of();
    private String prefix = "(hd0,gpt1)/grub";
    private Map<String, String> variables = Map.of();

    static Scripts configuration(String text) {
        return new Scripts().file("/grub/grub.cfg", text);
    }

    Scripts file(String path, String text) {
        files.put(path, Cases.file(text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    Scripts build(GrubBuildProfile other) {
        build = other;
        return this;
    }

    Scripts secureBoot() {
        secureBoot = true;
        return this;
    }

    Scripts devices(GrubDevice... known) {
        devices = List.of(known);
        return this;
    }

    /** Started from a TFTP server, with addresses of the node's own. */
    Scripts network() {
        prefix = "(tftp,10.0.0.1)/grub";
        variables = Map.of(
                "net_default_server",
                "10.0.0.1",
                "net_default_ip",
                "${net_default_ip}",
                "net_default_mac",
                "${net_default_mac}");
        return this;
    }

    GrubRun run() {
        return GrubInterpreter.run(new Questions<>(GrubEnvironment.of(build, prefix, new GrubFiles(files))
                .with(devices)
                .with(variables)
                .withSecureBoot(secureBoot)));
    }

    /** What is measured after the configuration itself has been opened, without the prefix of commands. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String line : Cases.words(run()).split("\n")) {
            if (!line.equals("9 " + prefix + "/grub.cfg") && !line.startsWith("= ")) {
                lines.add(line.replace("8 grub_cmd: ", ""));
            }
        }
        return lines;
    }
}
