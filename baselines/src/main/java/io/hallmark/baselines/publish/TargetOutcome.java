package io.hallmark.baselines.publish;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of one target. */
public sealed interface TargetOutcome {
    /** The target's name. */
    String target();

    /** Whether the publication is complete only when this target holds it. */
    boolean required();

    /** The commit that the target holds now, as far as receipts say; of one that failed midway it is the one before. */
    Optional<String> commit();

    /** What a reader has to know, one line each. */
    List<String> words();

    /**
     * The target holds the state, or the part of it that was asked for.
     *
     * @param items all of the plan, with what was done
     */
    record Published(
            String target, boolean required, Optional<String> commit, List<AppliedItem> items, List<String> words)
            implements TargetOutcome {
        public Published {
            items = List.copyOf(items);
            words = List.copyOf(words);
        }

        /** Whether the publication changed anything in the target. */
        public boolean changed() {
            return items.stream().anyMatch(item -> item.action() != PlanItem.Action.KEEP);
        }
    }

    /**
     * Something in the plan would not work in production and was not pushed. Where items stand by themselves the others
     * were; the target does not hold the state all the same, and its receipt names what was refused.
     *
     * @param refused items with their reasons
     * @param applied the other items, with what was done; empty when nothing was pushed
     * @param planned the other items, where it was only asked what would change and they would be pushed
     * @param notes of the target on what was pushed, one line each
     */
    record Refused(
            String target,
            boolean required,
            Optional<String> commit,
            List<PlanItem> refused,
            List<AppliedItem> applied,
            List<PlanItem> planned,
            List<String> notes)
            implements TargetOutcome {
        public Refused {
            refused = List.copyOf(refused);
            applied = List.copyOf(applied);
            planned = List.copyOf(planned);
            notes = List.copyOf(notes);
        }

        @Override
        public List<String> words() {
            return Stream.concat(
                            refused.stream()
                                    .map(item -> item.name() + " is refused: " + String.join("; ", item.words())),
                            notes.stream())
                    .toList();
        }
    }

    /**
     * The target could not be brought to the state; the next run finishes the job.
     *
     * @param attempts how often it was tried
     * @param reason in one line
     * @param applied what was applied before that
     */
    record Failed(
            String target,
            boolean required,
            Optional<String> commit,
            int attempts,
            String reason,
            List<AppliedItem> applied)
            implements TargetOutcome {
        public Failed {
            applied = List.copyOf(applied);
        }

        @Override
        public List<String> words() {
            return List.of(reason);
        }
    }

    /**
     * What a publication would do; nothing was changed.
     *
     * @param plan all items
     */
    record Planned(String target, boolean required, Optional<String> commit, List<PlanItem> plan)
            implements TargetOutcome {
        public Planned {
            plan = List.copyOf(plan);
        }

        @Override
        public List<String> words() {
            return List.of();
        }
    }

    /** Whether the target holds the state, or, where nothing was to be changed, would. */
    default boolean good() {
        return this instanceof Published || this instanceof Planned;
    }
}
