package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.hallmark.step.DriftBuilder;
import io.jenkins.plugins.hallmark.step.ProposeBuilder;
import io.jenkins.plugins.hallmark.step.PublishBuilder;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** That Jenkins itself knows the steps, keeps their settings and shows their messages. */
@WithJenkins
class StepsTest {
    @Test
    void a_pipeline_knows_the_steps_and_is_told_what_is_not_configured(JenkinsRule jenkins) throws Exception {
        for (String step : new String[] {"hallmarkPropose", "hallmarkMeasure", "hallmarkPublish", "hallmarkDrift"}) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, step);
            job.setDefinition(new CpsFlowDefinition("node { " + step + "(baselines: 'nothing') }", true));
            jenkins.assertLogContains(
                    "has no baselines repository 'nothing'", jenkins.buildAndAssertStatus(Result.FAILURE, job));
        }
    }

    @Test
    void a_freestyle_job_keeps_what_its_form_says(JenkinsRule jenkins) throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        ProposeBuilder propose = new ProposeBuilder("b");
        propose.setAgreement(3);
        propose.setAllowWeaker(true);
        PublishBuilder publish = new PublishBuilder("b");
        publish.setTargets("one, two");
        DriftBuilder drift = new DriftBuilder("b");
        drift.setOnDrift("failure");
        project.getBuildersList().add(propose);
        project.getBuildersList().add(publish);
        project.getBuildersList().add(drift);
        jenkins.configRoundtrip(project);
        assertThat(project.getBuildersList().get(ProposeBuilder.class).getAgreement()).isEqualTo(3);
        assertThat(project.getBuildersList().get(ProposeBuilder.class).isAllowWeaker()).isTrue();
        assertThat(project.getBuildersList().get(PublishBuilder.class).getTargets()).isEqualTo("one, two");
        assertThat(project.getBuildersList().get(DriftBuilder.class).getOnDrift()).isEqualTo("failure");
    }
}
