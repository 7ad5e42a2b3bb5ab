package io.jenkins.plugins.hallmark.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.document.CanonicalJson;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.TargetCredential;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.step.Exhibit;
import io.jenkins.plugins.hallmark.view.DriftReportAction;
import io.jenkins.plugins.hallmark.view.ProposalReportAction;
import io.jenkins.plugins.hallmark.view.PublicationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.DataBoundSetter;

class PagesTest {
    @TempDir
    private static Path folder;

    private static Exhibit exhibit;
    private static Map<String, String> pages;

    @BeforeAll
    static void render() throws Exception {
        exhibit = Pages.exhibit(folder);
        pages = Pages.of(exhibit, "light");
    }

    private static String page(String name) {
        return pages.get("/light/" + name);
    }

    @Test
    void a_proposal_shows_each_changed_pcr_with_the_file_that_it_follows_from() {
        String html = page("2");
        assertThat(html)
                .contains("<strong class=\"hallmark-mark\">Changed</strong>")
                .contains("<caption>PCRs of chain disk that change on ")
                .containsPattern("hallmark-changed\"><th scope=\"row\">9</th>(?s:.)*?<strong>initrd</strong>"
                        + "<code>boot/initrd.img</code><ul><li>1 kernel module of 6\\.1\\.0-40-amd64 replaced by 1 of 6\\.1\\.0-41-amd64</li>"
                        + "(?s:.)*?udevadm changed")
                .contains("<details><summary>PCRs that stay as they are on ");
    }

    @Test
    void a_proposal_links_to_its_pull_request_and_its_commit() {
        ProposalReportAction proposal =
                (ProposalReportAction) exhibit.reports(2).get(0);
        assertThat(page("2"))
                .contains("href=\"" + Exhibit.PULL_REQUEST + "\"")
                .contains("href=\"https://git.example.org/platform/baselines/commit/" + proposal.getCommit() + "\"");
    }

    @Test
    void a_proposal_shows_the_files_that_commits_touch() throws Exception {
        ProposalReportAction proposal =
                (ProposalReportAction) exhibit.reports(2).get(0);
        assertThat(new Renderer("light").page(proposal.touching(List.of("boot/initrd.img")), "index.jelly"))
                .containsPattern("<dt>Files that the commits of the build touch</dt>\\s*"
                        + "<dd><ul><li><code>boot/initrd.img</code></li></ul></dd>");
    }

    @Test
    void values_are_those_of_the_baseline() throws Exception {
        ProposalReportAction proposal =
                (ProposalReportAction) exhibit.reports(2).get(0);
        List<?> changes = (List<?>) proposal.getReport().get("changes");
        Map<?, ?> first = (Map<?, ?>) changes.get(0);
        Map<?, ?> profiles = (Map<?, ?>) first.get("pcrs");
        for (Object pcrs : profiles.values()) {
            for (Object pcr : (List<?>) pcrs) {
                ((Map<?, ?>) ((Map<?, ?>) pcr).get("after"))
                        .values()
                        .forEach(digest -> assertThat(page("2")).contains("<code>" + digest + "</code>"));
            }
        }
    }

    @Test
    void the_events_are_folded() {
        assertThat(page("2")).contains("<details><summary>Events that change: ").doesNotContain("<details open");
    }

    @Test
    void a_publication_shows_each_target_and_why_one_fails() {
        PublicationReport publication = (PublicationReport) exhibit.reports(3).get(0);
        assertThat(publication.getFailing()).containsExactly("broken");
        assertThat(page("3"))
                .containsPattern("hallmark-changed\"><th scope=\"row\">broken</th><td><strong class=\"hallmark-mark\">"
                        + "Failing \\([a-z]+\\)</strong>")
                .contains("<th scope=\"row\">shelf</th>");
    }

    @Test
    void a_drift_report_shows_each_node_with_what_differs() {
        DriftReportAction drift = (DriftReportAction) exhibit.reports(4).get(0);
        assertThat(drift.getDrifting()).isNotEmpty();
        drift.getDrifting()
                .forEach(node -> assertThat(page("4"))
                        .contains("<tr class=\"hallmark-changed\"><th scope=\"row\">" + node + "</th>"));
    }

    @Test
    void the_history_shows_which_pcr_changed_when_and_by_what() {
        assertThat(page("history"))
                .contains("<time datetime=\"2025-11-25T00:00:00Z\">2025-11-25 00:00 UTC</time>")
                .contains("<strong>PCR 9</strong><span>in chain disk, by initrd</span>")
                .contains("href=\"/job/image/2/hallmark-proposal/\"");
    }

    @Test
    void the_overview_shows_what_is_in_force_proposed_published_and_failing() {
        assertThat(page("overview"))
                .contains("Waits for approval")
                .contains(">shelf</a><span class=\"hallmark-kind\">holds</span>")
                .contains(">broken</a><strong class=\"hallmark-mark\">Failing</strong>");
    }

    @Test
    void the_overview_marks_a_target_that_what_was_published_last_did_not_reach(@TempDir Path own) throws Exception {
        Exhibit later = Pages.exhibit(own);
        later.publishNewerTo("broken");
        assertThat(new Renderer("light").page(later.overview(), "index.jelly"))
                .contains(">shelf</a><strong class=\"hallmark-mark\">holds another state</strong>")
                .contains(">broken</a><strong class=\"hallmark-mark\">Failing</strong>");
    }

    @Test
    void a_build_says_in_a_line_what_its_steps_did() throws Exception {
        assertThat(new Renderer("light").buildPage("image #2", exhibit.reports(2)))
                .contains("<a href=\"hallmark-proposal/\">Hallmark proposal</a>: Proposed: Baselines of sample: ");
    }

    @Test
    void what_comes_from_repositories_is_text_and_never_markup() throws Exception {
        String markup = "<script>alert(1)</script>";
        PublicationReport report = new PublicationReport(markup, markup, false, List.of(), List.of(markup));
        report.addTo(
                new FakeJob("hostile", folder.resolve("hostile")).build(),
                CanonicalJson.write(Map.of(
                        "targets", List.of(Map.of("target", markup, "outcome", markup, "words", List.of(markup))))));
        String html = new Renderer("light").page(report, "index.jelly");
        assertThat(html).doesNotContain("<script>alert").contains("<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>");
    }

    @Test
    void every_setting_has_a_field_with_a_title_in_the_form() throws Exception {
        for (String setting : List.of("Trusted commit", "Jobs may go back to an older state", "URL of the forge's")) {
            assertThat(page("configuration")).contains(setting);
        }
        assertThat(page("configuration")).contains("<legend>Credential of a target</legend>", ">Test targets<");
        List<Class<?>> forms = new ArrayList<>(Forms.steps());
        forms.addAll(List.of(BaselinesSource.class, TargetCredential.class));
        for (Class<?> type : forms) {
            String html = new Renderer("light").formPage("one", List.of(type));
            long settable = Arrays.stream(type.getMethods())
                    .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                    .count();
            int fields = html.split("<label ", -1).length - 1;
            int given = type.getConstructors()[0].getParameterCount();
            int held = type == BaselinesSource.class ? 4 : 0;
            assertThat(fields).as(type.getName()).isEqualTo((int) settable + given + held);
        }
    }

    @Test
    void every_table_has_a_caption_and_every_heading_of_it_a_scope() {
        assertThat(pages).allSatisfy((path, html) -> {
            assertThat(html.split("<table class=\"jenkins-table", -1).length)
                    .isEqualTo(html.split("<caption>", -1).length);
            assertThat(html).doesNotContain("<th>");
        });
    }
}
