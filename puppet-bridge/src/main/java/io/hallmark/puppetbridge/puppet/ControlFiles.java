package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.FilePlan.Wanted;
import io.hallmark.baselines.publish.OwnedFiles;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.puppetbridge.Hardening;
import io.hallmark.puppetbridge.RoleProfile;
import io.hallmark.puppetbridge.lint.Finding;
import io.hallmark.puppetbridge.render.Origin;
import io.hallmark.puppetbridge.render.RenderedFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an approved state asks of a control repository: data of the roles, the name of the baseline, the module, and
 * {@code environment.conf} where nobody else has written one. What is missing in the files of others is told, and left to them.
 */
final class ControlFiles {
    private static final String CONF = "environment.conf";
    private static final String HIERA = "hiera.yaml";

    /** As {@code environment.conf} says it; the file alone tells, so that no script has to be trusted or executable. */
    static final String CONFIG_VERSION =
            "config_version = '/bin/cat $environmentpath/$environment/" + PuppetRendering.BASELINE_FILE + "'";

    private final PuppetSettings settings;
    private final PuppetRendering rendering = new PuppetRendering();
    private List<String> missing = List.of();

    ControlFiles(PuppetSettings settings) {
        this.settings = settings;
    }

    /** What has to be added by people before nodes get what is delivered, as the last plan found it. */
    List<String> missing() {
        return missing;
    }

    /** The files, from the root of the control repository on. */
    List<Wanted> wanted(ApprovedState state, OwnedFiles held) {
        Origin origin = new Origin(state.commit());
        List<Wanted> wanted = new ArrayList<>();
        Hardening hardening = Hardening.of(state.files());
        for (String role : settings.roles().isEmpty() ? hardening.roles() : settings.roles()) {
            wanted.add(role(role, hardening.profile(role), origin));
        }
        wanted.add(file(
                PuppetRendering.BASELINE_FILE,
                (origin.baseline() + "\n").getBytes(StandardCharsets.UTF_8),
                "baseline " + origin.baseline() + then()));
        settings.modulePath()
                .ifPresent(folder -> module(folder + "/")
                        .files()
                        .forEach((path, content) ->
                                wanted.add(file(path, content.bytes(), "of the module " + PuppetModule.NAME))));
        boolean ours = held.own().contains(CONF) || held.read(CONF).isEmpty();
        if (ours) {
            wanted.add(file(CONF, conf().getBytes(StandardCharsets.UTF_8), "reports say which baseline they are of"));
        }
        missing = missing(held, ours);
        return wanted;
    }

    private Wanted role(String role, RoleProfile profile, Origin origin) {
        String path = PuppetRendering.path(role);
        if (!profile.errors().isEmpty()) {
            return new Wanted(
                    path,
                    Optional.empty(),
                    profile.errors().stream().map(Finding::toString).toList());
        }
        try {
            Content content =
                    rendering.render(profile.profile(), origin).files().get(path);
            return file(path, content.bytes(), "role " + role + ", baseline " + origin.baseline());
        } catch (BaselinesException e) {
            return new Wanted(path, Optional.empty(), List.of(e.getMessage()));
        }
    }

    /** What follows the commit, for those who read a plan. */
    private String then() {
        String deployed = Deployment.words(settings.deploy());
        return settings.servers().isEmpty()
                ? deployed
                : deployed + "; the cache of environment " + settings.environment() + " is flushed";
    }

    private static RenderedFiles module(String folder) {
        return PuppetModule.files().below(folder);
    }

    private static Wanted file(String path, byte[] content, String words) {
        return new Wanted(path, Optional.of(content), List.of(words));
    }

    private String conf() {
        String modules = settings.modulePath()
                .filter(path -> !path.equals("modules"))
                .map(path -> path + ":modules")
                .orElse("modules");
        return "# Written by Hallmark: there was none.\nmodulepath = " + modules + ":$basemodulepath\n" + CONFIG_VERSION
                + "\n";
    }

    private List<String> missing(OwnedFiles held, boolean confIsOurs) {
        List<String> lines = new ArrayList<>();
        if (!confIsOurs) {
            String conf = text(held, CONF);
            if (setting(conf, "config_version")
                    .filter(value -> value.contains(PuppetRendering.BASELINE_FILE))
                    .isEmpty()) {
                lines.add("warning: " + CONF + " lacks what has every report say which baseline it is of; once this is"
                        + " deployed add: " + CONFIG_VERSION);
            }
            Optional<String> modules = setting(conf, "modulepath");
            settings.modulePath()
                    .filter(path ->
                            !List.of(modules.orElse("modules").split(":")).contains(path))
                    .ifPresent(path -> lines.add(
                            "warning: 'modulepath' in " + CONF + " lacks " + path + ", where the module is; add it"));
        }
        if (!text(held, HIERA).contains("hardening/%{")) {
            lines.add("warning: " + HIERA + " has no level for the data; add: - {name: hardening, path:"
                    + " \"hardening/%{trusted.extensions.pp_role}.yaml\"}");
        }
        return List.copyOf(lines);
    }

    private static String text(OwnedFiles held, String path) {
        return held.read(path)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    /** The value of a setting, without quotes; comments and sections are no settings. */
    private static Optional<String> setting(String conf, String name) {
        return conf.lines()
                .map(String::strip)
                .filter(line -> line.matches(name + "\\s*=.*"))
                .map(line -> line.substring(line.indexOf('=') + 1).strip().replaceAll("^['\"]|['\"]$", ""))
                .reduce((first, last) -> last);
    }
}
