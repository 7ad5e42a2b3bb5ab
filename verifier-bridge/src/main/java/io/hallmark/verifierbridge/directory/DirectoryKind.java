package io.hallmark.verifierbridge.directory;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.format.Format;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Targets of kind {@code directory}. */
public final class DirectoryKind implements TargetKind {
    @Override
    public String name() {
        return "directory";
    }

    /** Reads {@code path}, {@code formats}, and what those formats read. */
    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        Path path = path(settings);
        List<Format> formats = Formats.of(settings, secrets);
        settings.done();
        return new DirectoryTarget(settings.name(), new OwnFolder(path), formats);
    }

    private static Path path(TargetSettings settings) {
        try {
            Path path = Path.of(settings.text("path"));
            if (path.isAbsolute() && path.equals(path.normalize()) && path.getNameCount() > 0) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Falls through.
        }
        throw settings.refuse(
                "path",
                "'path' is the absolute path of a folder for this target, without '..': a relative one would mean"
                        + " another folder wherever the publication runs");
    }
}
