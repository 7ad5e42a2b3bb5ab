package io.jenkins.plugins.hallmark.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.propose.ImageMeasurement;
import io.hallmark.baselines.propose.ImageMeasurer;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.source.Downloads;
import io.hallmark.baselines.source.WorkingTree;
import io.hallmark.measuredboot.MeasuredBootException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Measures the image in a workspace. */
final class MeasureImage extends MasterToSlaveFileCallable<MeasureImage.Measured> {
    private static final long serialVersionUID = 1L;

    private final String imagePath;
    private final TaskListener listener;

    MeasureImage(String imagePath, TaskListener listener) {
        this.imagePath = imagePath;
        this.listener = listener;
    }

    /**
     * What comes back.
     *
     * @param files where the artifacts' files are on the agent, by name, for later questions
     */
    record Measured(ImageMeasurement measurement, TreeMap<String, String> files) implements java.io.Serializable {}

    @Override
    public Measured invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            MeasuredImage image = ImageMeasurer.measure(
                    WorkingTree.open(AgentFiles.folder(workspace, imagePath)),
                    new Downloads(AgentFiles.cache(workspace).resolve("downloads")),
                    new ProgressLines(line -> listener.getLogger().println(line)));
            ImageMeasurement measurement = ImageMeasurement.of(image);
            if (measurement.size() > ImageMeasurement.LARGEST) {
                throw new AbortException("the facts of the image have " + measurement.size() + " bytes, more than the "
                        + ImageMeasurement.LARGEST + " that are sent to the controller: use fewer small artifacts");
            }
            TreeMap<String, String> files = new TreeMap<>();
            for (String name : image.artifacts().keySet()) {
                image.contents().file(name).map(Path::toString).ifPresent(file -> files.put(name, file));
            }
            return new Measured(measurement, files);
        } catch (BaselinesException | MeasuredBootException e) {
            throw Unusable.of(e);
        }
    }
}
