package io.hallmark.cli;

import io.hallmark.baselines.propose.ImageMeasurer;
import io.hallmark.baselines.propose.MeasuredImage;
import io.hallmark.baselines.source.Downloads;
import io.hallmark.baselines.source.WorkingTree;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The image repository that a command works on. */
final class ImageOptions {
    @Parameters(paramLabel = "PATH", description = "The image repository, with hallmark.yaml at its root.")
    private Path path;

    @Mixin
    private CacheOption cache;

    MeasuredImage measure(Console console) {
        ProgressLine progress = new ProgressLine(console);
        return ImageMeasurer.measure(
                WorkingTree.open(path), new Downloads(cache.folder().resolve("downloads")), progress::read);
    }

    Path cacheFolder() {
        return cache.folder();
    }
}
