package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import io.jenkins.plugins.hallmark.fake.FakeJenkins;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.access.AccessDeniedException;

/** The forms of steps, in freestyle jobs and in the generator of Pipelines. */
class StepFormsTest {
    @TempDir
    private Path folder;

    private FakeJenkins jenkins;
    private FakeJob job;

    @BeforeEach
    void configure() {
        jenkins = new FakeJenkins(folder);
        HallmarkConfiguration configuration = new HallmarkConfiguration();
        configuration.setRepositories(List.of(new BaselinesSource("compute", "u"), new BaselinesSource("edge", "v")));
        jenkins.with(configuration);
        job = new FakeJob("image", folder);
    }

    private List<Descriptor<?>> descriptors() {
        List<HallmarkBuilder.HallmarkDescriptor> builders = List.of(
                new ProposeBuilder.DescriptorImpl(),
                new MeasureBuilder.DescriptorImpl(),
                new PublishBuilder.DescriptorImpl(),
                new DriftBuilder.DescriptorImpl());
        List<HallmarkStep.HallmarkStepDescriptor> steps = List.of(
                new ProposeStep.DescriptorImpl(),
                new MeasureStep.DescriptorImpl(),
                new PublishStep.DescriptorImpl(),
                new DriftStep.DescriptorImpl());
        builders.forEach(each -> each.in(jenkins));
        steps.forEach(each -> each.in(jenkins));
        return List.of(
                builders.get(0),
                builders.get(1),
                builders.get(2),
                builders.get(3),
                steps.get(0),
                steps.get(1),
                steps.get(2),
                steps.get(3));
    }

    private static List<Method> questions(Descriptor<?> descriptor) {
        List<Method> questions = Arrays.stream(descriptor.getClass().getMethods())
                .filter(method -> method.getName().matches("do[A-Z].*"))
                .toList();
        assertThat(questions).isNotEmpty();
        return questions;
    }

    private static Object ask(Descriptor<?> descriptor, Method question, Item item, String value) throws Throwable {
        try {
            return question.getParameterCount() == 1
                    ? question.invoke(descriptor, item)
                    : question.invoke(descriptor, item, value);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void who_may_not_configure_the_job_learns_nothing() {
        job.hide();
        for (Descriptor<?> descriptor : descriptors()) {
            for (Method question : questions(descriptor)) {
                assertThatThrownBy(() -> ask(descriptor, question, job, "1"))
                        .as(question.toString())
                        .isInstanceOf(AccessDeniedException.class);
            }
        }
    }

    @Test
    void without_a_job_only_an_administrator_learns_anything() throws Throwable {
        for (Descriptor<?> descriptor : descriptors()) {
            for (Method question : questions(descriptor)) {
                assertThat(ask(descriptor, question, null, "1"))
                        .as(question.toString())
                        .isNotNull();
            }
        }
        jenkins.withoutAdministrator();
        for (Descriptor<?> descriptor : descriptors()) {
            for (Method question : questions(descriptor)) {
                assertThatThrownBy(() -> ask(descriptor, question, null, "1"))
                        .as(question.toString())
                        .isInstanceOf(AccessDeniedException.class);
            }
        }
    }

    @Test
    void every_step_offers_the_repositories_that_are_configured() throws Throwable {
        for (Descriptor<?> descriptor : descriptors()) {
            Method fill = descriptor.getClass().getMethod("doFillBaselinesItems", Item.class);
            assertThat((ListBoxModel) ask(descriptor, fill, job, ""))
                    .extracting(item -> item.value)
                    .containsExactly("compute", "edge");
            assertThat(descriptor.getDisplayName()).startsWith("Hallmark");
        }
    }

    @Test
    void paths_stay_in_the_workspace() {
        assertThat(List.of("", "images/compute", "a..b/c", "logs/**"))
                .allSatisfy(path -> assertThat(Forms.path(path).kind).isEqualTo(Kind.OK));
        assertThat(List.of("/etc", "..", "a/../../b", "../x"))
                .allSatisfy(path -> assertThat(Forms.path(path).kind).isEqualTo(Kind.ERROR));
    }

    @Test
    void numbers_are_numbers_and_not_too_small() {
        assertThat(Forms.atLeast(1, " 3 ").kind).isEqualTo(Kind.OK);
        assertThat(List.of("0", "-1", "many", "", "99999999999"))
                .allSatisfy(value -> assertThat(Forms.atLeast(1, value).kind).isEqualTo(Kind.ERROR));
        assertThat(Forms.atLeast(1, "0").getMessage()).contains("1");
    }

    @Test
    void more_agents_than_a_freestyle_build_has_are_warned_of_and_in_a_pipeline_are_not() {
        ProposeBuilder.DescriptorImpl builder = new ProposeBuilder.DescriptorImpl();
        builder.in(jenkins);
        ProposeStep.DescriptorImpl step = new ProposeStep.DescriptorImpl();
        step.in(jenkins);
        assertThat(builder.doCheckAgreement(job, " 1 ").kind).isEqualTo(Kind.OK);
        assertThat(builder.doCheckAgreement(job, "2").kind).isEqualTo(Kind.WARNING);
        assertThat(builder.doCheckAgreement(job, "0").kind).isEqualTo(Kind.ERROR);
        assertThat(step.doCheckAgreement(job, "2").kind).isEqualTo(Kind.OK);
    }

    @Test
    void archives_are_named_by_job_and_number() {
        assertThat(List.of("", ".", "fleet/collect", "fleet/collect#12", "${UPSTREAM}#${NUMBER}"))
                .allSatisfy(value -> assertThat(Forms.archivedBy(value).kind).isEqualTo(Kind.OK));
        FormValidation wrong = Forms.archivedBy("fleet#last");
        assertThat(wrong.kind).isEqualTo(Kind.ERROR);
        assertThat(wrong.getMessage()).contains("'fleet#last' names no build");
    }

    @Test
    void findings_have_three_severities_and_an_unknown_word_counts_as_the_hardest() {
        assertThat(Forms.severities()).extracting(item -> item.value).containsExactly("failure", "unstable", "ignore");
        assertThat(DriftTask.Severity.of("Ignore")).isEqualTo(DriftTask.Severity.IGNORE);
        assertThat(DriftTask.Severity.of("ingore")).isEqualTo(DriftTask.Severity.FAILURE);
    }
}
