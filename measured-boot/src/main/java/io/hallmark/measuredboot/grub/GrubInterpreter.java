package io.hallmark.measuredboot.grub;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.io.Questions;
import java.util.List;
import java.util.Map;

/**
 * Runs GRUB's configuration without a machine, to know what GRUB measures and boots.
 *
 * <p>Nobody is taken to sit at the machine: no key is pressed, menus take their default entry when their time is over.
 */
public final class GrubInterpreter {
    /** Variables that normal mode sets and exports ({@code grub-core/normal/main.c}). */
    private static final List<String> FEATURES = List.of(
            "feature_chainloader_bpb",
            "feature_ntldr",
            "feature_platform_search_hint",
            "feature_default_font_path",
            "feature_all_video_module",
            "feature_menuentry_id",
            "feature_menuentry_options",
            "feature_200_final",
            "feature_nativedisk_cmd",
            "feature_timeout_style");

    /** Exported from the start by the modules that every image has; those without a value become empty. */
    private static final List<String> EXPORTED = List.of(
            "prefix",
            "root",
            "cmdpath",
            "grub_cpu",
            "grub_platform",
            "color_normal",
            "color_highlight",
            "pager",
            "lang",
            "locale_dir",
            "secondary_locale_dir");

    private final Session session;

    private GrubInterpreter(Questions<GrubEnvironment> machine) {
        this.session = new Session(machine);
    }

    /**
     * Runs GRUB from its start until it starts something or waits for someone.
     *
     * @param machine keeps the questions on whose answers the run depends: all that it follows from
     * @throws MeasuredBootException when the configuration does not end within the limits: an endless loop or
     *     recursion, or texts of a size that no boot has
     */
    public static GrubRun run(Questions<GrubEnvironment> machine) {
        GrubInterpreter interpreter = new GrubInterpreter(machine);
        GrubBoot boot;
        try {
            boot = interpreter.start();
        } catch (Finished finished) {
            boot = finished.boot();
        }
        return new GrubRun(interpreter.session.measurements(), boot);
    }

    private GrubBoot start() {
        GrubBuildProfile build = session.build;
        initialize();
        NormalMode normal = new NormalMode(session, session.executor);
        String configuration = session.variables.orEmpty("prefix") + "/grub.cfg";
        switch (build.start()) {
            case EMBEDDED_SCRIPT ->
                normal.enterWith(SourceText.configuration(
                        "(memdisk)/grub.cfg", build.embeddedScript().orElse("")));
            case LOOKS_THEN_LOADS -> {
                nodeConfigurations(configuration);
                if (session.open(configuration).isEmpty()) {
                    throw Finished.nothing("GRUB finds no " + ByteText.text(configuration));
                }
                normal.enter(configuration);
            }
            case LOADS -> {
                nodeConfigurations(configuration);
                normal.enter(configuration);
            }
        }
        return new GrubBoot.Nothing("GRUB waits at its command line");
    }

    /** {@code grub_set_prefix_and_root} in {@code grub-core/kern/main.c}, and what modules set when they are loaded. */
    private void initialize() {
        Map<String, String> given = session.ask(GrubEnvironment::variables);
        Variables variables = session.variables;
        given.forEach((name, value) -> variables.set(ByteText.of(name), ByteText.of(value)));
        String prefix = ByteText.of(session.ask(GrubEnvironment::prefix));
        variables.set("prefix", prefix);
        variables.set("root", ByteText.of(session.prefixDevice));
        variables.set("grub_cpu", session.ask(GrubEnvironment::cpu));
        variables.set("grub_platform", session.ask(GrubEnvironment::platform));
        variables.set("color_normal", "light-gray/black");
        variables.set("color_highlight", "black/light-gray");
        FEATURES.forEach(name -> variables.set(name, "y"));
        if (session.secureBoot) {
            variables.set("lockdown", "y");
            variables.export("lockdown");
        }
        EXPORTED.forEach(variables::export);
        FEATURES.forEach(variables::export);
        given.keySet().stream()
                .filter(name -> name.startsWith("net_") || name.startsWith("pxe_"))
                .forEach(name -> variables.export(ByteText.of(name)));
    }

    /** From a TFTP server GRUB takes a configuration of the node's own first, by its address ({@code net/net.c}). */
    private void nodeConfigurations(String configuration) {
        FileName name = session.name(configuration);
        String folder = name.path().substring(0, name.path().lastIndexOf('/') + 1);
        if (name.device().startsWith("tftp")
                && session.list(new FileName(name.device(), folder)).stream()
                        .anyMatch(file -> file.startsWith("grub.cfg-"))) {
            session.unknown("whether a node has its own " + ByteText.text(configuration) + "-…");
        }
    }
}
