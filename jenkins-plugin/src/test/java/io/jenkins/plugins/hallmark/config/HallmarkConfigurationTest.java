package io.jenkins.plugins.hallmark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Descriptor.FormException;
import java.util.List;
import net.sf.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.StaplerRequest2;

class HallmarkConfigurationTest {
    private static final String KEY = "repositories";

    private final HallmarkConfiguration configuration = new HallmarkConfiguration();

    @BeforeEach
    void two() {
        configuration.setRepositories(List.of(source("compute"), source("edge")));
    }

    private static BaselinesSource source(String name) {
        return new BaselinesSource(name, "https://git.example.org/" + name + ".git");
    }

    /** Stapler calls the setters of what a form has, and only those. */
    private static StaplerRequest2 submission(List<BaselinesSource> repositories) {
        return (bean, form) -> {
            if (form.has(KEY)) {
                ((HallmarkConfiguration) bean).setRepositories(repositories);
            }
        };
    }

    private static JSONObject form(boolean repositories) {
        JSONObject form = new JSONObject();
        if (repositories) {
            form.put(KEY, "bound by the request");
        }
        return form;
    }

    @Test
    void what_the_form_has_replaces_what_there_was() throws Exception {
        assertThat(configuration.configure(submission(List.of(source("other"))), form(true)))
                .isTrue();
        assertThat(configuration.getRepositories())
                .extracting(BaselinesSource::getName)
                .containsExactly("other");
    }

    @Test
    void the_last_repository_can_be_deleted_in_the_form() throws Exception {
        configuration.configure(submission(List.of()), form(false));
        assertThat(configuration.getRepositories()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-edge", "edge baselines", "../edge", "\u00e9dge"})
    void a_name_that_steps_can_not_give_is_refused_and_nothing_changes(String name) {
        List<BaselinesSource> bad = List.of(source("fine"), source(name));
        assertThatThrownBy(() -> configuration.setRepositories(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't have the name \"" + name.strip() + "\"")
                .hasMessageContaining("begins with a letter or digit");
        assertThatThrownBy(() -> configuration.configure(submission(bad), form(true)))
                .isInstanceOf(FormException.class)
                .hasMessageContaining("can't have the name");
        assertThat(configuration.getRepositories())
                .extracting(BaselinesSource::getName)
                .containsExactly("compute", "edge");
    }

    @Test
    void two_of_one_name_are_refused_and_nothing_changes() {
        List<BaselinesSource> twins = List.of(source("twin"), source(" twin "));
        assertThatThrownBy(() -> configuration.setRepositories(twins))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("have the name twin");
        assertThatThrownBy(() -> configuration.configure(submission(twins), form(true)))
                .isInstanceOfSatisfying(
                        FormException.class, e -> assertThat(e.getFormField()).isEqualTo(KEY))
                .hasMessageContaining("have the name twin");
        assertThat(configuration.getRepositories())
                .extracting(BaselinesSource::getName)
                .containsExactly("compute", "edge");
    }
}
