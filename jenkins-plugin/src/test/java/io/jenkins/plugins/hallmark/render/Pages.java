package io.jenkins.plugins.hallmark.render;

import io.hallmark.testsupport.Fixtures;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import io.jenkins.plugins.hallmark.step.Exhibit;
import io.jenkins.plugins.hallmark.view.BuildReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages that people look at, of the builds in {@link Exhibit}, and the forms that they fill in. */
final class Pages {
    private Pages() {}

    static Exhibit exhibit(Path folder) throws Exception {
        return Exhibit.of(
                folder,
                List.of(
                        Fixtures.path("boots/sdboot-type1/eventlog.bin"),
                        Fixtures.path("boots/pxe-ipxe/eventlog.bin")));
    }

    /** HTML by path. */
    static Map<String, String> of(Exhibit exhibit, String theme) throws Exception {
        Renderer renderer = new Renderer(theme);
        Map<String, String> pages = new LinkedHashMap<>();
        List<BuildReport> all = new ArrayList<>();
        for (int build = 1; build <= 5; build++) {
            for (BuildReport report : exhibit.reports(build)) {
                all.add(report);
                pages.put("/" + theme + "/" + build, renderer.page(report, "index.jelly"));
            }
        }
        pages.put("/" + theme + "/build", renderer.buildPage("image #5", all));
        pages.put("/" + theme + "/history", renderer.page(exhibit.history(), "index.jelly"));
        pages.put("/" + theme + "/configuration", renderer.formPage("System", List.of(HallmarkConfiguration.class)));
        pages.put("/" + theme + "/steps", renderer.formPage("Steps", Forms.steps()));
        pages.put("/" + theme + "/overview", renderer.page(exhibit.overview(), "index.jelly"));
        return pages;
    }
}
