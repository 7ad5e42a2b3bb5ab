package io.jenkins.plugins.hallmark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.util.FormValidation;
import io.jenkins.plugins.hallmark.fake.FakeCredentials;
import io.jenkins.plugins.hallmark.fake.FakeJenkins;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.access.AccessDeniedException;

class FormsTest {
    @TempDir
    private Path folder;

    private static Object call(Object descriptor, Method method) throws Throwable {
        Object[] arguments = new Object[method.getParameterCount()];
        java.util.Arrays.fill(arguments, "current");
        try {
            return method.invoke(descriptor, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void who_does_not_administer_jenkins_learns_nothing_from_any_question_of_the_form() throws Throwable {
        FakeJenkins jenkins = new FakeJenkins(folder).withoutAdministrator();
        List<String> told = new ArrayList<>();
        for (Object descriptor :
                List.of(new BaselinesSource.DescriptorImpl(jenkins), new TargetCredential.DescriptorImpl(jenkins))) {
            for (Method method : descriptor.getClass().getDeclaredMethods()) {
                if (!method.getName().matches("do[A-Z].*")) {
                    continue;
                }
                told.add(method.getName());
                if (method.getName().endsWith("CredentialsIdItems")) {
                    assertThat(call(descriptor, method).toString()).doesNotContain("none");
                    assertThat((List<?>) call(descriptor, method)).hasSize(1);
                } else {
                    assertThatThrownBy(() -> call(descriptor, method)).isInstanceOf(AccessDeniedException.class);
                }
            }
        }
        assertThat(told).hasSizeGreaterThan(10);
    }

    @Test
    void names_authors_and_commits_are_checked() {
        HallmarkConfiguration saved = new HallmarkConfiguration();
        saved.setRepositories(List.of(new BaselinesSource("edge", "https://git.example.org/edge.git")));
        BaselinesSource.DescriptorImpl form = new BaselinesSource.DescriptorImpl(new FakeJenkins(folder).with(saved));
        assertThat(form.doCheckName("compute-baselines", "").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckName("../x", "").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckName("edge", " https://git.example.org/edge.git").kind)
                .isEqualTo(FormValidation.Kind.OK);
        FormValidation taken = form.doCheckName(" edge", "https://git.example.org/other.git");
        assertThat(taken.kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(taken.getMessage()).contains("https://git.example.org/edge.git");
        assertThat(form.doCheckUrl(" ").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckAuthor("").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckAuthor("Robot <robot@example.org>").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckAuthor("Robot").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckTrust("").kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(form.doCheckTrust("main").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckTrust("0123456789").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckTrust("0123456789".repeat(4)).kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doFillForgeItems()).extracting(item -> item.value).contains("", "auto", "gitlab");
    }

    @Test
    void a_connection_that_fails_says_why_and_shows_no_password() {
        FormValidation result = ConnectionTest.of(
                new FakeJenkins(folder),
                folder.resolve("nothing").toString(),
                "user",
                new FakeCredentials().user("user", "robot", "very-secret"));
        assertThat(result.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(result.getMessage()).contains("no Git repository").doesNotContain("very-secret");
    }
}
