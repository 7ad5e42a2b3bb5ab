package io.hallmark.baselines.approval;

import java.util.List;

/** Whether a state of the repository may be published. */
public sealed interface ApprovalResult {

    /**
     * All that changed was approved.
     *
     * @param commit full id of the approved state
     * @param approvals who approved what; empty when nothing changed that needs approval
     */
    record Approved(String commit, List<Approval> approvals) implements ApprovalResult {
        public Approved {
            approvals = List.copyOf(approvals);
        }
    }

    /** Something was not approved, so nothing of it may be published. */
    record Refused(List<Refusal> refusals) implements ApprovalResult {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * Why a commit is not approved.
     *
     * @param commit full id
     * @param reason what is missing or wrong
     * @param remedy what to do
     */
    record Refusal(String commit, String reason, String remedy) {
        public Refusal {
            // Names of files are in it, which come from whoever made the commit.
            reason = reason.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
        }

        /** One line that names the commit. */
        public String words() {
            return "commit " + commit.substring(0, 10) + ": " + reason + "; " + remedy;
        }
    }
}
