package io.hallmark.baselines.publish;

import java.util.List;
import java.util.Optional;

/**
 * Somewhere that approved baselines are published to.
 *
 * <p>Methods block, may be called again after any failure with the same outcome, and leave alone what Hallmark did not
 * put there. They fail with a {@link io.hallmark.baselines.BaselinesException}; one that is {@code remote()} is tried
 * again within the publication's bound. A target is used by one thread at a time, and stops soon after its thread is
 * interrupted.
 */
public interface Target extends AutoCloseable {
    /** The name that the settings give it. */
    String name();

    /** Asks the other side what it holds, and says what publishing the state would change. Changes nothing. */
    List<PlanItem> plan(ApprovedState state);

    /**
     * Brings the other side to one item that changes something.
     *
     * <p>A removal may fail with an exception that is {@code inUse()}: then it is told, the publication goes on, and the
     * next one plans it again.
     *
     * @return what the other side replied, in one line without secrets, for the receipt
     */
    String apply(PlanItem item);

    /**
     * Whether items stand by themselves, so that those which are not refused may be applied without the others. What is
     * held under the name of a refused one stays as it is.
     */
    default boolean separable() {
        return false;
    }

    /**
     * What the other side holds now under the item's name, in the form of {@link PlanItem#content}; empty when it holds
     * nothing. An item is applied when this is equal to its content.
     */
    Optional<byte[]> readBack(PlanItem item);

    /**
     * What else is to be done once every item is applied and read back, such as a probe of the other side or nodes that
     * are to be attested anew.
     *
     * @return lines for people; warnings among them begin with {@code warning: }
     */
    default List<String> settle(ApprovedState state, List<PlanItem> plan) {
        return List.of();
    }

    /** Closes connections; does not fail. */
    @Override
    default void close() {}
}
