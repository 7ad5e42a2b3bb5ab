package io.jenkins.plugins.hallmark.step;

import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.propose.Propose;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.jenkins.plugins.hallmark.agent.Agent;
import io.jenkins.plugins.hallmark.agent.AgentImage;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.SourceSecrets;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures on one more agent, for a proposal that asks several to agree. */
final class MeasureTask extends HallmarkTask {
    private static final long serialVersionUID = 1L;

    private final String imagePath;

    MeasureTask(String baselines, String imagePath) {
        super(baselines);
        this.imagePath = imagePath;
    }

    @Override
    Map<String, Object> run(BuildContext build, BaselinesSource source, SourceSecrets secrets)
            throws IOException, InterruptedException {
        Agent agent = build.surroundings().agents().apply(build.workspace()).known(build.workspace());
        AgentImage measured = AgentImage.measure(build.workspace(), imagePath, build.listener());
        MeasuredImage image = measured.image();
        try (BaselinesRepository repository = open(build, source, secrets)) {
            // The prediction asks the agent for what it needs besides, which belongs to what is agreed upon.
            Propose.preview(image, repository.head(repository.defaultBranch()));
        }
        stopWhenAborted();
        MeasuredAgents.add(build.run(), baselines(), image.description().image(), agent, measured);
        build.say(agent.shown() + " measured " + image.description().image() + ": " + measured.fingerprint());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("image", image.description().image());
        summary.put("agent", agent.name());
        summary.put("fingerprint", measured.fingerprint());
        return summary;
    }
}
