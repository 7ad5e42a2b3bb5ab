package io.jenkins.plugins.hallmark.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Action;
import hudson.model.Result;
import io.hallmark.baselines.diff.ProposalReport;
import io.hallmark.baselines.document.AcceptedSet;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.fake.FakeRun;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.export.Exported;
import org.springframework.security.access.AccessDeniedException;

class HistoryTest {
    @TempDir
    private Path folder;

    private FakeJob job;

    @BeforeEach
    void builds() throws Exception {
        job = new FakeJob("publish", folder);
        new PublicationReport("b", "1111", false, List.of("keylime"), List.of()).addTo(job.build(), "{}");
        job.build();
        new PublicationReport("b", "2222", false, List.of(), List.of("keylime")).addTo(job.build(), "{}");
    }

    @Test
    void a_job_shows_what_its_builds_did_the_newest_first() {
        JobHistory history = JobHistories.of(job);
        assertThat(history.getEntries()).extracting(HistoryEntry::getBuild).containsExactly(3, 1);
        assertThat(history.getEntries()).extracting(HistoryEntry::isGood).containsExactly(false, true);
        assertThat(history.getEntries().get(0).getUrl()).isEqualTo("job/publish/3/hallmark-publication/");
    }

    @Test
    void a_job_has_one_history_though_a_build_has_several_reports() throws Exception {
        FakeRun build = job.build();
        for (String commit : List.of("3333", "4444", "5555")) {
            new PublicationReport("b", commit, false, List.of("keylime"), List.of()).addTo(build, "{}");
        }
        assertThat(histories()).hasSize(1);
        assertThat(JobHistories.of(job).getEntries())
                .extracting(HistoryEntry::getBuild)
                .containsExactly(4, 4, 4, 3, 1);
    }

    private Collection<? extends Action> histories() {
        JobHistoryFactory factory = new JobHistoryFactory();
        assertThat(factory.type()).isAssignableFrom(FakeJob.class);
        assertThat(factory.createFor(job)).allMatch(factory.actionType()::isInstance);
        return factory.createFor(job);
    }

    @Test
    void a_job_whose_builds_all_failed_has_its_history_too() throws Exception {
        for (FakeRun build = job.getLastBuild(); build != null; build = build.getPreviousBuild()) {
            build.setResult(Result.FAILURE);
        }
        job.build().setResult(Result.ABORTED);
        assertThat(histories()).hasSize(1);
    }

    @Test
    void a_job_has_its_history_while_one_of_its_ten_newest_builds_has_a_report() throws Exception {
        for (int i = 0; i < 9; i++) {
            job.build();
        }
        assertThat(histories()).hasSize(1);
        job.build();
        assertThat(histories()).isEmpty();
    }

    @Test
    void a_job_that_never_did_anything_of_the_kind_has_none() throws Exception {
        job = new FakeJob("other", folder.resolve("other"));
        assertThat(histories()).isEmpty();
        job.build();
        assertThat(histories()).isEmpty();
    }

    @Test
    void programs_of_those_who_may_not_see_the_job_get_nothing_of_any_report() throws Exception {
        FakeRun build = job.build();
        ProposalReport nothing =
                new ProposalReport("compute", new AcceptedSet.Source("repo", "abc"), List.of(), List.of(), List.of());
        List<BuildReport> reports = List.of(
                new PublicationReport("b", "1", false, List.of("x"), List.of()),
                new ProposalReportAction("b", ProposalReportAction.Outcome.PREVIEW, "base", nothing),
                new DriftReportAction("b", 1, List.of("node"), List.of()));
        for (BuildReport each : reports) {
            each.addTo(build, "{}");
        }
        JobHistory history = new JobHistory(job);
        job.hide();
        assertThatThrownBy(history::getEntries).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(history::getApi).isInstanceOf(AccessDeniedException.class);
        for (BuildReport each : reports) {
            assertThatThrownBy(each::getApi).isInstanceOf(AccessDeniedException.class);
            List<Method> getters = Arrays.stream(each.getClass().getMethods())
                    .filter(method -> method.isAnnotationPresent(Exported.class))
                    .toList();
            assertThat(getters).hasSizeGreaterThan(5);
            for (Method getter : getters) {
                assertThatThrownBy(() -> invoke(each, getter))
                        .as(getter.toString())
                        .isInstanceOf(AccessDeniedException.class);
            }
        }
    }

    private static void invoke(BuildReport report, Method getter) throws Throwable {
        try {
            getter.invoke(report);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
