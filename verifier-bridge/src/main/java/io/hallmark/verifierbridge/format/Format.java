package io.hallmark.verifierbridge.format;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.publish.ApprovedState;
import java.util.List;

/** A format that says what a baseline expects of nodes, in one or several files. Equal baselines give equal bytes. */
public interface Format {
    /** The word for it in settings: {@code corim}. */
    String name();

    /**
     * The files of one baseline. Their paths are unique among all baselines of this format, and don't change when the
     * content does, unless the format says otherwise.
     *
     * @throws io.hallmark.baselines.BaselinesException when a key or a hardware profile is missing or broken
     */
    List<RenderedFile> render(ApprovedState state, BaselineDocument baseline);
}
