package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import java.util.List;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** That the form of the configuration keeps what it shows, and takes what is deleted in it for deleted. */
@WithJenkins
class ConfigurationFormTest {
    private static HallmarkConfiguration configuration() {
        return ExtensionList.lookupSingleton(HallmarkConfiguration.class);
    }

    @Test
    void the_form_keeps_what_is_configured(JenkinsRule jenkins) throws Exception {
        configuration().setRepositories(List.of(new BaselinesSource("compute", "https://git.example.org/c.git")));
        jenkins.configRoundtrip();
        assertThat(configuration().getRepositories()).singleElement().satisfies(source -> {
            assertThat(source.getName()).isEqualTo("compute");
            assertThat(source.getUrl()).isEqualTo("https://git.example.org/c.git");
        });
    }

    @Test
    void the_last_repository_can_be_deleted(JenkinsRule jenkins) throws Exception {
        configuration().setRepositories(List.of(new BaselinesSource("compute", "https://git.example.org/c.git")));
        HtmlPage page = jenkins.createWebClient().goTo("configure");
        HtmlForm form = page.getFormByName("config");
        HtmlButton delete = form.getFirstByXPath(
                ".//div[@name='repositories']//button[contains(@class, 'repeatable-delete')]");
        delete.click();
        jenkins.submit(form);
        assertThat(configuration().getRepositories()).isEmpty();
    }
}
