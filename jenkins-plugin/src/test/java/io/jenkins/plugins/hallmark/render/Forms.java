package io.jenkins.plugins.hallmark.render;

import io.jenkins.plugins.hallmark.step.DriftBuilder;
import io.jenkins.plugins.hallmark.step.DriftStep;
import io.jenkins.plugins.hallmark.step.MeasureBuilder;
import io.jenkins.plugins.hallmark.step.MeasureStep;
import io.jenkins.plugins.hallmark.step.ProposeBuilder;
import io.jenkins.plugins.hallmark.step.ProposeStep;
import io.jenkins.plugins.hallmark.step.PublishBuilder;
import io.jenkins.plugins.hallmark.step.PublishStep;
import java.util.List;

/** What has a form in jobs. */
final class Forms {
    private Forms() {}

    static List<Class<?>> steps() {
        return List.of(
                ProposeBuilder.class,
                ProposeStep.class,
                MeasureBuilder.class,
                MeasureStep.class,
                PublishBuilder.class,
                PublishStep.class,
                DriftBuilder.class,
                DriftStep.class);
    }
}
