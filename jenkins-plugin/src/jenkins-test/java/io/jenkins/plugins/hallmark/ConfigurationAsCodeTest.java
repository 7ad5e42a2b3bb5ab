package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import org.junit.jupiter.api.Test;

@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeTest {
    @Test
    @ConfiguredWithCode("configuration.yaml")
    void everything_can_be_configured_as_code(JenkinsConfiguredWithCodeRule jenkins) {
        BaselinesSource source = ExtensionList.lookupSingleton(HallmarkConfiguration.class)
                .find("compute-baselines")
                .orElseThrow();
        assertThat(source.getUrl()).isEqualTo("https://git.example.org/compute-baselines.git");
        assertThat(source.getForge()).isEqualTo("gitlab");
        assertThat(source.getTargetCredentials())
                .singleElement()
                .satisfies(credential -> assertThat(credential.getAuthoritiesCredentialsId()).isEqualTo("keylime-ca"));
    }
}
