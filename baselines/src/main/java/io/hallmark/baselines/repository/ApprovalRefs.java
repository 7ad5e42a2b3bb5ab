package io.hallmark.baselines.repository;

import java.util.List;
import org.eclipse.jgit.transport.RefSpec;

/** Where approvals are: in tags and notes of the remote, and under names of their own in the cached clone. */
final class ApprovalRefs {
    static final String REMOTE_NOTES = "refs/notes/hallmark-approvals";
    static final String LOCAL_NOTES = "refs/hallmark/notes/hallmark-approvals";
    static final String TAGS = "refs/hallmark/tags/";

    /** With a wildcard, since a remote without approvals has no such notes, which is no failure. */
    static final List<RefSpec> ALL = List.of(
            new RefSpec("+refs/tags/*:" + TAGS + "*"),
            new RefSpec("+refs/notes/hallmark-*:refs/hallmark/notes/hallmark-*"));

    private ApprovalRefs() {}
}
