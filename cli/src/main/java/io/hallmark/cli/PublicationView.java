package io.hallmark.cli;

import io.hallmark.baselines.publish.AppliedItem;
import io.hallmark.baselines.publish.Choice;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.util.List;
import java.util.Locale;

/** Shows what a publication did, target by target. */
final class PublicationView {
    private PublicationView() {}

    static String text(Choice.Approved choice, List<TargetOutcome> outcomes) {
        StringBuilder text = new StringBuilder();
        for (TargetOutcome outcome : outcomes) {
            text.append(outcome.target())
                    .append(": ")
                    .append(headline(choice, outcome))
                    .append('\n');
            if (outcome instanceof TargetOutcome.Planned planned) {
                planned.plan().forEach(item -> planned(item, text));
            }
            if (outcome instanceof TargetOutcome.Published published) {
                published.items().forEach(item -> applied(item, text));
            }
            if (outcome instanceof TargetOutcome.Refused refused) {
                refused.applied().forEach(item -> applied(item, text));
                refused.planned().forEach(item -> planned(item, text));
            }
            if (outcome instanceof TargetOutcome.Failed failed) {
                failed.applied().forEach(item -> applied(item, text));
            }
            outcome.words().forEach(line -> text.append("  ").append(line).append('\n'));
        }
        if (outcomes.isEmpty()) {
            text.append("The settings of ")
                    .append(choice.state().commit())
                    .append(" name no target: add some under 'targets' in hallmark.yaml.\n");
        }
        return text.toString();
    }

    private static String headline(Choice.Approved choice, TargetOutcome outcome) {
        String at = outcome.commit().map(commit -> "it is at " + commit).orElse("it was never published to");
        String optional = outcome.required() ? "" : " (not required)";
        if (outcome instanceof TargetOutcome.Published published) {
            String state = choice.state().commit();
            String change = published.changed() ? "" : ", nothing to change";
            return published.commit().filter(state::equals).isPresent()
                    ? "holds " + state + change + optional
                    : "was brought to " + state + " in part" + change + "; " + at + optional;
        }
        if (outcome instanceof TargetOutcome.Planned planned) {
            long changes = planned.plan().stream().filter(PlanItem::changes).count();
            return (changes == 0
                            ? "nothing to change"
                            : changes + " of " + planned.plan().size() + " would change") + "; " + at + optional;
        }
        if (outcome instanceof TargetOutcome.Refused refused) {
            return refused(refused) + at + optional;
        }
        return "FAILED; " + at + optional;
    }

    private static String refused(TargetOutcome.Refused refused) {
        if (!refused.planned().isEmpty()) {
            return "would be REFUSED in part, the rest would be pushed; ";
        }
        return refused.applied().isEmpty()
                ? "REFUSED, nothing was pushed to it; "
                : "REFUSED in part, the rest is pushed; ";
    }

    private static void planned(PlanItem item, StringBuilder text) {
        text.append("  ").append(action(item.action())).append(' ').append(item.name());
        item.content().ifPresent(bytes -> text.append(" (").append(size(bytes)).append(')'));
        text.append('\n');
        item.words().forEach(line -> text.append("    ").append(line).append('\n'));
    }

    private static String size(byte[] content) {
        int size = content.length;
        Digest digest = Bank.SHA256.hash(content);
        return size + " bytes, " + digest;
    }

    private static void applied(AppliedItem item, StringBuilder text) {
        if (item.action() != PlanItem.Action.KEEP) {
            text.append("  ").append(action(item.action())).append(' ').append(item.name());
            text.append(item.reply().isEmpty() ? "\n" : ": " + item.reply() + "\n");
        }
    }

    private static String action(PlanItem.Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
