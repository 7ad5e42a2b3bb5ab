package io.hallmark.verifierbridge.directory;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.FilePlan;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.Target;
import io.hallmark.verifierbridge.format.Format;
import java.util.List;
import java.util.Optional;

/** A folder with a file for each item: {@code <format>/<image>/<chain>/<profile>…}. */
final class DirectoryTarget implements Target {
    private final String name;
    private final OwnFolder folder;
    private final List<Format> formats;

    DirectoryTarget(String name, OwnFolder folder, List<Format> formats) {
        this.name = name;
        this.folder = folder;
        this.formats = List.copyOf(formats);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        return FilePlan.of(folder, Formats.render(formats, state));
    }

    @Override
    public String apply(PlanItem item) {
        switch (item.action()) {
            case CREATE, UPDATE -> folder.write(item.name(), item.content().orElseThrow());
            case REMOVE -> folder.remove(item.name());
            case KEEP, REFUSED ->
                throw new BaselinesException(
                        item.name() + " is not to be changed: this is a defect of the publication");
        }
        return item.action() == PlanItem.Action.REMOVE ? "removed" : "written";
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        return folder.read(item.name());
    }
}
